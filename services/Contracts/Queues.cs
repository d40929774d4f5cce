using ArchOpt.Studies.Definition;

namespace ArchOpt.Contracts;

/// <summary>The names of the durable queues; operators and dashboards see them.</summary>
public static class Queues
{
    /// <summary>Results, starts and progress, consumed by every Proposal.</summary>
    public const string Results = "archopt-results";

    /// <summary>Claims of redelivered trials, answered by any Proposal.</summary>
    public const string Claims = "archopt-claims";

    /// <summary>The resource class of a worker that offers nothing special.</summary>
    public const string DefaultResourceClass = EvaluatorReference.DefaultResourceClass;

    /// <summary>The queue of one evaluator and resource class: <c>archopt-evaluate-ads-arch-cpu</c>.</summary>
    public static string Evaluate(string evaluator, string resourceClass = DefaultResourceClass) =>
        $"archopt-evaluate-{evaluator}-{resourceClass}";
}
