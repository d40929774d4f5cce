using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Contracts.Http;

/// <summary>A trial as HTTP shows it; its current attempt's figures stand at the top.</summary>
public sealed record TrialView
{
    public required long Number { get; init; }

    public required TrialState State { get; init; }

    public required int Attempt { get; init; }

    public required TrialOrigin Origin { get; init; }

    public required string Reason { get; init; }

    public required Configuration Configuration { get; init; }

    public required long Seed { get; init; }

    /// <summary>Objective values; NaN and infinities as the strings "NaN", "Infinity", "-Infinity".</summary>
    public required ImmutableArray<double> Values { get; init; }

    public required ImmutableSortedDictionary<string, double> Metrics { get; init; }

    /// <summary>The observation's place in the study's order; null while it has none.</summary>
    public long? Sequence { get; init; }

    public long BasedOn { get; init; }

    public string? Worker { get; init; }

    public DateTimeOffset? Started { get; init; }

    public double? DurationSeconds { get; init; }

    /// <summary>How the training went under the study's stopping policy; null without one.</summary>
    public TrainingSummary? Training { get; init; }

    /// <summary>Why it failed, is infeasible or was cancelled.</summary>
    public string? Error { get; init; }

    /// <summary>Why and when the failed trial was given up; null where it was not.</summary>
    public TrialDiscard? Discarded { get; init; }

    /// <summary>All attempts; only where one trial is asked for.</summary>
    public ImmutableArray<Attempt>? Attempts { get; init; }

    /// <summary>The learning curve; only where one trial is asked for.</summary>
    public ImmutableArray<CurveView>? Curve { get; init; }
}

public sealed record CurveView(int Attempt, long Step, ImmutableSortedDictionary<string, double> Metrics);

/// <summary>A page of trials in number order.</summary>
/// <param name="Next">Pass it as <c>after</c> to get the next page; null on the last.</param>
public sealed record TrialPage(ImmutableArray<TrialView> Trials, long? Next);

/// <summary>POST /studies/{study}/ask.</summary>
public sealed record AskRequest(int Count = 1);

/// <summary>A configuration handed out.</summary>
public sealed record AskedTrial(long Number, int Attempt, Configuration Configuration);

/// <summary>POST /studies/{study}/trials/{number}/tell. Give value, values, or a state of failed, infeasible or pruned.</summary>
/// <param name="Attempt">The attempt that ask handed out; null means the current one.</param>
public sealed record TellRequest(
    double? Value = null,
    ImmutableArray<double>? Values = null,
    ImmutableSortedDictionary<string, double>? Metrics = null,
    string? State = null,
    string? Error = null,
    int? Attempt = null);

/// <summary>The answer to tell: what the trial is now. Telling the same again answers the same.</summary>
public sealed record ToldTrial(long Number, int Attempt, TrialState State, bool Superseded);

/// <summary>POST /studies/{study}/trials: explicit configurations to run next.</summary>
public sealed record EnqueueRequest(ImmutableArray<Configuration> Configurations);

/// <summary>The numbers that the enqueued configurations got.</summary>
public sealed record EnqueuedTrials(ImmutableArray<long> Numbers);

/// <summary>What <c>archopt verify</c> found.</summary>
/// <param name="Checked">How many proposals were re-derived.</param>
/// <param name="Problems">Empty when the search is what its file, seed and history imply.</param>
public sealed record VerificationView(string Study, long Trials, long Observations, long Checked, ImmutableArray<string> Problems)
{
    public bool Verified => Problems.IsEmpty;
}
