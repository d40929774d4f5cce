using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;

namespace ArchOpt.Search.Strategies;

/// <summary>What a strategy is asked.</summary>
/// <param name="Number">The number of the configuration to propose.</param>
/// <param name="Seed">The study's seed.</param>
/// <param name="Pending">Configurations proposed and not yet observed, in number order.</param>
/// <param name="Round">0, or how often this number's earlier answers were refused as duplicates.</param>
public sealed record ProposalRequest(long Number, long Seed, ImmutableArray<PendingConfiguration> Pending, int Round = 0)
{
    /// <summary>The random stream of this request: derived from seed, number and round, so never shared.</summary>
    public RandomStream Stream() => RandomStream.For(Seed, Number, Round);
}

/// <summary>A configuration that is being evaluated.</summary>
public sealed record PendingConfiguration(long Number, Configuration Configuration);

/// <summary>A strategy's answer.</summary>
public abstract record Proposal
{
    private Proposal()
    {
    }

    /// <summary>Try this next. The reason is one short phrase for people ("warm-up sample", "neighbour of trial 12").</summary>
    public sealed record Next(Configuration Configuration, string Reason) : Proposal;

    /// <summary>Nothing is left to propose, now or ever.</summary>
    public sealed record Exhausted(string Reason) : Proposal;

    /// <summary>Nothing can be proposed until something that is in flight has been observed.</summary>
    public sealed record Wait(string Reason) : Proposal;
}
