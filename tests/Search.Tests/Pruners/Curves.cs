using System.Collections.Immutable;
using ArchOpt.Search.Pruners;

namespace ArchOpt.Search.Tests.Pruners;

/// <summary>Short ways to make pruners and to tell them curves.</summary>
internal static class Curves
{
    public static PrunerProblem Problem(string name, params (string Name, double Value)[] settings) =>
        new(PrunerCatalogue.Find(name)!.FillSettings(settings.ToDictionary(s => s.Name, s => s.Value)));

    public static IPruner Pruner(string name, params (string Name, double Value)[] settings) =>
        PrunerCatalogue.Create(name, Problem(name, settings));

    /// <summary>Every mistake in these settings as <c>name: message</c>, those of single settings first.</summary>
    public static string[] Mistakes(string name, params (string Name, double Value)[] settings)
    {
        var description = PrunerCatalogue.Find(name)!;
        var given = settings.ToDictionary(s => s.Name, s => s.Value);
        var single = description.CheckSettings(given);
        return [.. (single.IsEmpty ? description.Check(new(description.FillSettings(given))) : single).Select(e => $"{e.Path}: {e.Message}")];
    }

    public static string? Reason(this IPruner pruner, long trial, long step, double loss, int attempt = 1) =>
        (pruner.Report(new(trial, attempt, step, loss)) as PruningDecision.Stop)?.Reason;

    public static bool Stops(this IPruner pruner, long trial, long step, double loss, int attempt = 1) =>
        pruner.Reason(trial, step, loss, attempt) is not null;

    /// <summary>Reports losses at steps 1, 2, ...; the step at which the trial is stopped, or null.</summary>
    public static long? RunUntilStopped(this IPruner pruner, long trial, params double[] losses)
    {
        for (var i = 0; i < losses.Length; i++)
        {
            if (pruner.Stops(trial, i + 1, losses[i])) return i + 1;
        }

        return null;
    }

    public static void Completed(this IPruner pruner, long trial, params double[] losses) => pruner.Ended(Curve(trial, completed: true, losses));

    public static EndedCurve Curve(long trial, bool completed, params double[] losses) =>
        new(trial, completed, [.. losses.Select((loss, i) => new LossPoint(i + 1, loss)).Where(point => double.IsFinite(point.Loss))]);

    public static ImmutableArray<LossPoint> Points(params (long Step, double Loss)[] points) => [.. points.Select(p => new LossPoint(p.Step, p.Loss))];
}
