using System.Collections.Immutable;

namespace ArchOpt.Search.Pruners;

/// <summary>The running averages of the trials that completed last.</summary>
internal sealed class CompletedCurves
{
    /// <summary>Older ones are forgotten, so that a decision costs the same in a study of any length.</summary>
    public const int Capacity = 1_000;

    private readonly LinkedList<Averages> curves = new();
    private readonly Dictionary<long, LinkedListNode<Averages>> byTrial = [];

    public void Add(EndedCurve curve)
    {
        Remove(curve.Trial);
        if (curve.Points.IsEmpty) return;
        byTrial[curve.Trial] = curves.AddLast(Averages.Of(curve));
        if (curves.Count > Capacity) Remove(curves.First!.Value.Trial);
    }

    public void Remove(long trial)
    {
        if (byTrial.Remove(trial, out var node)) curves.Remove(node);
    }

    /// <summary>For every curve with a report at the step or before it: the mean of its losses up to there.</summary>
    public List<double> MeansUpTo(long step)
    {
        var means = new List<double>(curves.Count);
        foreach (var curve in curves)
        {
            if (curve.UpTo(step) is { } mean) means.Add(mean);
        }

        return means;
    }

    private sealed record Averages(long Trial, ImmutableArray<long> Steps, ImmutableArray<double> Means)
    {
        public static Averages Of(EndedCurve curve)
        {
            var means = ImmutableArray.CreateBuilder<double>(curve.Points.Length);
            var mean = 0.0;
            for (var n = 1; n <= curve.Points.Length; n++)
            {
                mean = (mean / n * (n - 1)) + (curve.Points[n - 1].Loss / n); // sums of large losses would overflow
                means.Add(mean);
            }

            return new(curve.Trial, [.. curve.Points.Select(point => point.Step)], means.MoveToImmutable());
        }

        public double? UpTo(long step)
        {
            var place = Steps.BinarySearch(step);
            if (place < 0) place = ~place - 1;
            return place < 0 ? null : Means[place];
        }
    }
}
