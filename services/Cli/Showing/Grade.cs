using ArchOpt.Cli.Output;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Cli.Showing;

/// <summary>How good a value of the first objective is by the study's thresholds.</summary>
/// <param name="Reached">The hardest that it reaches; null for none.</param>
/// <param name="Next">The easiest that it does not reach; null when it reaches all.</param>
internal sealed record Grade(ThresholdView? Reached, ThresholdView? Next, Goal Goal)
{
    /// <summary>Null in a study without thresholds.</summary>
    public static Grade? Of(StudyView study, double value)
    {
        if (study.Thresholds.IsDefaultOrEmpty) return null;
        var goal = study.Objectives[0].Goal;
        return new(
            study.Thresholds.LastOrDefault(t => Reaches(value, t.Value, goal)),
            study.Thresholds.FirstOrDefault(t => !Reaches(value, t.Value, goal)),
            goal);
    }

    /// <summary>EXCELLENT; empty when nothing is reached.</summary>
    public string Word => Reached?.Name.ToUpperInvariant() ?? "";

    /// <summary>EXCELLENT (&lt;= 0.51); next: breakthrough at 0.5.</summary>
    public string Sentence => string.Join("; ", Parts());

    /// <summary>The bound as people write it: <c>&lt;= 0.51</c>.</summary>
    public static string Bound(ThresholdView threshold, Goal goal) => $"{(goal == Goal.Minimize ? "<=" : ">=")} {Show.Number(threshold.Value)}";

    private IEnumerable<string> Parts()
    {
        yield return Reached is null ? "no threshold reached" : $"{Word} ({Bound(Reached, Goal)})";
        if (Next is not null) yield return $"next: {Next.Name} at {Show.Number(Next.Value)}";
    }

    private static bool Reaches(double value, double threshold, Goal goal) => goal == Goal.Minimize ? value <= threshold : value >= threshold;
}
