using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace ArchOpt.Evaluation.Evaluators.Command;

/// <summary>Sorts what a program prints into reports and log. Its two outputs are read by two threads.</summary>
internal sealed class ProgramReports(AttemptLog log, StepFeed steps, ImmutableArray<MetricPattern> patterns) : IDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource broken = new();
    private readonly SortedSet<string> ignored = new(StringComparer.Ordinal);
    private ImmutableArray<MetricPattern> patterns = patterns;
    private ImmutableSortedDictionary<string, double>? final;
    private ImmutableSortedDictionary<string, double> printed = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>Cancelled when the program has reported what cannot be taken.</summary>
    public CancellationToken Broken => broken.Token;

    /// <summary>What cannot be taken; null when there is nothing.</summary>
    public string? Violation { get; private set; }

    /// <summary>Why the configuration can never work; null unless the program says so.</summary>
    public string? Infeasible { get; private set; }

    public bool HasFinal => final is not null;

    /// <summary>What came of the run: the final metrics, else what was reported last.</summary>
    public ImmutableSortedDictionary<string, double> Result => final ?? steps.Last.SetItems(printed);

    /// <summary>A sentence on metrics that were no numbers and are missing from the result; null when there are none.</summary>
    public string? Note => ignored.Count == 0 ? null : $"Not numbers, and so ignored: {string.Join(", ", ignored.Take(10))}.";

    /// <summary>A line of standard output.</summary>
    public void Output(string line)
    {
        if (Report.Parse(line) is not { } report)
        {
            Error(line);
            return;
        }

        lock (gate)
        {
            if (report.Mistake is not null)
            {
                log.Write(line);
                log.Note($"The line above is no report: {report.Mistake}");
            }
            else
            {
                Take(report);
            }
        }
    }

    /// <summary>A line of standard error, or one that is no report.</summary>
    public void Error(string line)
    {
        log.Write(line);
        if (patterns.IsEmpty) return;
        lock (gate)
        {
            foreach (var pattern in patterns)
            {
                try
                {
                    if (pattern.Find(line) is { } report) Take(report);
                }
                catch (RegexMatchTimeoutException)
                {
                    patterns = patterns.Remove(pattern);
                    log.Note($"The pattern {pattern.Text} takes too long on the line above and is not tried again");
                }
            }
        }
    }

    public void Dispose() => broken.Dispose();

    private void Take(Report report)
    {
        foreach (var metric in report.Ignored)
        {
            if (ignored.Count < 100 && ignored.Add(metric)) log.Note($"A metric must be a number; ignored: {metric}");
        }

        if (report.Infeasible is not null) Infeasible = report.Infeasible;
        if (report.Step is { } step && IsWithinLimits(step.Metrics)) steps.Add(step);
        if (report.Printed is { } found && IsWithinLimits(found)) printed = printed.SetItems(found);
        if (report.Final is not { } result || !IsWithinLimits(result)) return;
        if (final is not null) log.Note("The program has reported its final metrics again; the last ones count");
        final = result;
    }

    private bool IsWithinLimits(ImmutableSortedDictionary<string, double> metrics)
    {
        if (Violation is not null || MetricLimits.Violation(metrics) is not { } violation) return Violation is null;
        Violation = violation;
        _ = broken.CancelAsync(); // off this thread: it holds the gate
        return false;
    }
}
