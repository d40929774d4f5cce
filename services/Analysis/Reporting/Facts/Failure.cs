using System.Collections.Immutable;
using System.Text;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Reporting.Facts;

/// <summary>Trials that ended badly for the same reason.</summary>
/// <param name="Cause">In words; where trials differ in numbers only, each number is an N.</param>
/// <param name="Numbers">The trials, ascending.</param>
internal sealed record Failure(string Cause, ImmutableArray<long> Numbers)
{
    private const int LongestCause = 200;

    /// <summary>What made trials fail, the most frequent first.</summary>
    public static ImmutableArray<Failure> OfFailed(StudyAnalysis analysis) => Grouped(
        from trial in analysis.Trials
        let attempt = trial.Counted()
        where attempt?.State == AttemptState.Failed
        select (CauseOf(attempt), trial.Number));

    /// <summary>What made trials infeasible, the most frequent first: one that breaks two constraints counts for both.</summary>
    public static ImmutableArray<Failure> OfInfeasible(StudyAnalysis analysis) => Grouped(
        from trial in analysis.Trials
        let attempt = trial.Counted()
        where attempt?.State is AttemptState.Infeasible or AttemptState.Completed
        from cause in Broken(analysis.Study, attempt)
        select (cause, trial.Number));

    private static ImmutableArray<Failure> Grouped(IEnumerable<(string Cause, long Number)> causes) =>
    [
        .. causes.GroupBy(pair => pair.Cause, pair => pair.Number)
            .Select(group => new Failure(group.Key, [.. group.Distinct().Order()]))
            .OrderByDescending(failure => failure.Numbers.Length)
            .ThenBy(failure => failure.Cause, StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Broken(StudyDefinition study, Attempt attempt)
    {
        var any = false;
        foreach (var constraint in study.Constraints)
        {
            if (!attempt.Metrics.TryGetValue(constraint.Metric, out var value) || !(constraint.Violation(value) > 0)) continue;
            any = true;
            var mode = constraint.Mode == ConstraintMode.Soft ? "soft constraint" : "constraint";
            yield return value < constraint.Min
                ? $"{constraint.Metric} below {constraint.Min} ({mode})"
                : $"{constraint.Metric} above {constraint.Max} ({mode})";
        }

        if (!any && attempt.State == AttemptState.Infeasible) yield return Text(attempt.Reason, "The evaluator reports it as infeasible.");
    }

    private static string CauseOf(Attempt attempt) => attempt.Failure switch
    {
        FailureKind.NonFinite => Text(attempt.Reason, "A metric is not finite."),
        FailureKind.MissingMetric => Text(attempt.Reason, "A metric is missing."),
        _ => Text(attempt.Reason, "The run failed."),
    };

    private static string Text(string? reason, string otherwise)
    {
        if (string.IsNullOrWhiteSpace(reason)) return otherwise;
        var line = reason.Trim().AsSpan().EnumerateLines();
        line.MoveNext();
        var text = new StringBuilder();
        var inNumber = false;
        foreach (var letter in line.Current.Length > LongestCause ? line.Current[..LongestCause] : line.Current)
        {
            // An address, a step, a size: what differs from run to run. A digit in a name, such as conv2d, is none.
            var isNumber = char.IsAsciiDigit(letter) && (inNumber || text.Length == 0 || !char.IsLetter(text[^1])) || (inNumber && letter is '.' or ',');
            if (isNumber && !inNumber) text.Append('N');
            if (!isNumber) text.Append(letter);
            inNumber = isNumber;
        }

        return text.ToString();
    }
}
