using System.Collections.Immutable;
using System.Reflection;

namespace ArchOpt.Evaluation.Worker;

/// <summary>What a worker is doing now, as GET /worker shows it.</summary>
public sealed record WorkerView(
    string Worker,
    string Machine,
    string Version,
    string State,
    int Slots,
    int Busy,
    ImmutableArray<string> Evaluators,
    ImmutableArray<string> ResourceClasses,
    ImmutableArray<HeldTrialView> Holding);

/// <summary>An attempt in the worker's hands.</summary>
/// <param name="State">claiming, waiting, evaluating or publishing.</param>
/// <param name="Seconds">How long it has been evaluated.</param>
public sealed record HeldTrialView(string Study, string StudyId, long Number, int Attempt, string State, double Seconds, long Steps);

internal static class WorkerVersion
{
    public static string Text { get; } = typeof(WorkerVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
