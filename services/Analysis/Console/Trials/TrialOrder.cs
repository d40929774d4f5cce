namespace ArchOpt.Analysis.Console.Trials;

/// <summary>What a list of trials is sorted by. Trials that are equal in it, and those that have none of it, stand by ascending number.</summary>
public enum TrialOrder
{
    Number,

    /// <summary>The first objective: completed trials, then others that reported a finite one, then the rest.</summary>
    Value,

    Duration,

    Started,

    Attempts,
}
