using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.History;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Protocol;

/// <summary>
/// Decides what trial n runs: the replicate that its block still lacks, then the file's <c>initial</c> list, then the
/// strategy. <c>archopt verify</c> asks this same class, so it cannot disagree with the live study.
/// </summary>
public sealed class NextConfiguration(StudyDefinition study, SearchHistory history)
{
    private readonly int replicates = study.TrialsPerConfiguration;
    private (long Number, Configuration Configuration, TrialOrigin Origin)? last;
    private int initialUsed;

    /// <summary>Takes note of a recorded trial. Any order will do; each trial once.</summary>
    public void Recorded(long number, Configuration configuration, TrialOrigin origin)
    {
        if (last is null || number > last.Value.Number) last = (number, configuration, origin);
        if (origin == TrialOrigin.Initial && number % replicates == 0) initialUsed++;
    }

    /// <summary>The configuration, origin and reason for trial n, or a proposal that says why there is none.</summary>
    public (Proposal Proposal, TrialOrigin Origin) For(long number)
    {
        if (number % replicates != 0)
        {
            var (_, configuration, origin) = last ?? throw new InvalidOperationException("A replicate follows the trial that it repeats.");
            return (new Proposal.Next(configuration, $"replicate {(number % replicates) + 1} of {replicates}"), origin);
        }

        return initialUsed < study.Initial.Length
            ? (new Proposal.Next(study.Initial[initialUsed], "from the study file"), TrialOrigin.Initial)
            : (history.Propose(number), TrialOrigin.Strategy);
    }

    /// <summary>The seed of trial n's evaluation: its replicate's, or one derived from the study's seed and n.</summary>
    public long SeedOf(long number) => study.Replicates.IsEmpty
        ? RandomStream.Derive(study.Seed, EvaluationStream, number)
        : study.Replicates[(int)(number % replicates)];

    /// <summary>Keeps evaluation seeds apart from the strategies' streams, whose first key is a trial number.</summary>
    private const long EvaluationStream = -1;
}
