using ArchOpt.Cli.Output;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;
using Spectre.Console;

namespace ArchOpt.Cli.Showing;

/// <summary>
/// A study with model groups, or with a strategy that describes its search: where it is, the best of each group with its
/// training, and the best of all with its grade.
/// </summary>
internal static class GroupPage
{
    private const string Indent = "  ";

    public static Page Of(StudyView study)
    {
        var page = new Page();
        page.Add((study.Name, Page.Heading), ($"  {study.Status}", StatusStyle(study.Status)), (study.Reason.Length > 0 ? $" ({study.Reason})" : "", Page.Quiet));
        page.Add($"{study.Strategy} over {study.Evaluator}: {string.Join(", ", study.Objectives.Select(Objective))}", Page.Quiet);
        Overview(page, study);
        var named = study.Groups.Where(group => group.Group is not null).ToList();
        if (named.Count > 0) ByGroup(page, study, named);
        Overall(page, study);
        return page;
    }

    private static void Overview(Page page, StudyView study)
    {
        page.Add("").Add("OVERVIEW", Page.Heading);
        var budget = study.Budget.Trials is { } trials ? $"{TrialCountText.Used(study.Trials)} of {trials}" : $"{TrialCountText.Ended(study.Trials)}";
        Fact(page, "trials", $"{budget}: {TrialCountText.Describe(study.Trials)}");
        var tested = study.Groups.Where(group => group.Group is not null && group.Configurations > 0).Select(group => group.Group!).ToList();
        if (study.Groups.Any(group => group.Group is not null))
            Fact(page, "groups", $"{tested.Count} of {study.Groups.Length} tested" + (tested.Count > 0 ? $": {string.Join(", ", tested)}" : ""));
        if (study.Status is StudyStatus.Running or StudyStatus.Paused)
        {
            foreach (var group in Current(study)) Fact(page, "working on", Position(group));
        }

        if (study.EditedSettings is { } edited) Fact(page, "settings", Show.Edited(edited));
        if (study.Trouble is { } trouble) page.Add(($"{Indent}{"trouble",-14}", Style.Plain), (trouble, Page.Warning));
        Fact(page, "elapsed", Show.Duration(study.ElapsedSeconds));
        if (study.EpochsSaved > 0) Fact(page, "epochs saved", $"{study.EpochsSaved}");
        if (study.Superseded > 0) Fact(page, "superseded", $"{study.Superseded} late results that counted nowhere");
    }

    /// <summary>Where the strategy says that it is; else where trials run.</summary>
    private static IEnumerable<GroupView> Current(StudyView study) => study.Groups.Any(group => group.Search is { Current: true })
        ? study.Groups.Where(group => group.Search is { Current: true })
        : study.Groups.Where(group => group.Trials.Running + group.Trials.Proposed > 0);

    private static string Position(GroupView group)
    {
        if (group.Search is not { } search) return group.Group ?? "";
        List<string> facts = [SearchModes.InWords(search.Mode)];
        if (search.Stagnation > 0) facts.Add($"{search.Stagnation} {(search.Stagnation == 1 ? "result" : "results")} without improvement");
        if (search.Inherited is { } from) facts.Add("began " + ShortText.Inherited(from));
        return (group.Group is { } name ? $"{name}: " : "") + string.Join(", ", facts);
    }

    private static void ByGroup(Page page, StudyView study, List<GroupView> groups)
    {
        page.Add("").Add("BEST BY GROUP", Page.Heading);
        var constants = ConstantParameters.Of(study);
        var width = Math.Clamp(groups.Max(group => group.Group!.Length), 8, 40) + 2;
        foreach (var group in groups)
        {
            var name = $"{Indent}{group.Group!.PadRight(width)}";
            if (group.Best is not { } best)
            {
                page.Add((name, Style.Plain), (Nothing(group), Page.Quiet));
                continue;
            }

            var grade = Grade.Of(study, best.Value);
            var tried = group.Budget is { } budget ? $"{group.Configurations} of {budget} configurations" : $"{group.Configurations} configurations";
            page.Add((name, Page.Heading), ($"{Show.Mean(best)} (trial {best.Number})", Style.Plain), (grade is { Reached: not null } ? $"  {grade.Word}" : "", Page.Good), ($"  {tried}", Page.Quiet));
            foreach (var line in Details(best, group, constants)) page.Add(new string(' ', Indent.Length + width) + line);
        }
    }

    private static string Nothing(GroupView group) => group.Trials.Total == 0
        ? "not begun"
        : $"none yet: {string.Join(", ", TrialCountText.NonZero(group.Trials))}";

    private static IEnumerable<string> Details(BestView best, GroupView group, IReadOnlySet<string> constants)
    {
        var architecture = ShortText.Configuration(best.Configuration, group.Group, name => !constants.Contains(name) && !ShortText.IsTraining(name));
        if (architecture.Length > 0) yield return architecture;
        List<string> model = [];
        if (ShortText.Configuration(best.Configuration, group.Group, name => !constants.Contains(name) && ShortText.IsTraining(name)) is { Length: > 0 } training) model.Add(training);
        if ((ShortText.Parameters(best.Metrics) ?? group.Search?.Complexity) is { } parameters) model.Add($"parameters={ShortText.Parameters(parameters)}");
        if (model.Count > 0) yield return string.Join(' ', model);
        List<string> run = [];
        if (best.Training is { } summary) run.Add(ShortText.Training(summary));
        if (best.DurationSeconds is { } seconds) run.Add(Show.Duration(seconds));
        if (run.Count > 0) yield return string.Join(", ", run);
    }

    private static void Overall(Page page, StudyView study)
    {
        page.Add("").Add("OVERALL BEST", Page.Heading);
        if (study.Best is not { } best)
        {
            page.Add($"{Indent}none yet", Page.Quiet);
        }
        else
        {
            var group = study.Groups.FirstOrDefault(group => group.Best?.Number == best.Number);
            var name = group?.Group is { } known ? $"{known}  " : "";
            page.Add(($"{Indent}{name}", Page.Heading), ($"{study.Objectives[0].Metric} {Show.Mean(best)} (trial {best.Number})", Page.Heading));
            if (Grade.Of(study, best.Value) is { } grade) page.Add($"{Indent}{grade.Sentence}", grade.Reached is null ? Style.Plain : Page.Good);
            if (group is { Group: null })
            {
                foreach (var line in Details(best, group, ConstantParameters.Of(study))) page.Add(Indent + line);
            }
        }

        if (study.Thresholds.IsDefaultOrEmpty) return;
        var goal = study.Objectives[0].Goal;
        page.Add($"{Indent}thresholds: {string.Join(", ", study.Thresholds.Select(t => Threshold(t, goal)))}", Page.Quiet);
    }

    private static string Threshold(ThresholdView threshold, Goal goal) =>
        $"{threshold.Name} {Grade.Bound(threshold, goal)} {(threshold.ReachedBy is { } trial ? $"(first by trial {trial})" : "(not reached)")}";

    private static string Objective(ObjectiveView objective) => $"{(objective.Goal == Goal.Minimize ? "minimize" : "maximize")} {objective.Metric}";

    private static void Fact(Page page, string name, string text) => page.Add($"{Indent}{name,-14}{text}");

    private static Style StatusStyle(StudyStatus status) => status switch
    {
        StudyStatus.Completed => Page.Good,
        StudyStatus.Failed or StudyStatus.Paused => Page.Warning,
        _ => Style.Plain,
    };
}
