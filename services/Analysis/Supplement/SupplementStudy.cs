using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using ArchOpt.Insight.Supplement;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Groups;
using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Analysis.Supplement;

/// <summary>A proposal as a study that runs it, and back.</summary>
public static partial class SupplementStudy
{
    private const int LongestName = 100;

    /// <summary>
    /// A study of exactly the proposed configurations, in their order, with the parent's objectives, constraints, evaluator, stopping, groups
    /// and replicates. It has no pruner: every expectation compares trials that ran to their end.
    /// </summary>
    /// <param name="parallelism">How many trials run at a time; null for as many as in the parent's file.</param>
    /// <exception cref="ArgumentException">The plan has no trial.</exception>
    public static StudyDefinition Of(StudyDefinition parent, SupplementPlan plan, string name, int? parallelism = null)
    {
        ImmutableArray<Configuration> configurations = [.. plan.Trials.Select(trial => trial.Configuration)];
        if (configurations.IsEmpty || plan is not { ChampionNumber: { } champion, ChampionValue: { } value }) throw new ArgumentException("A study needs trials.", nameof(plan));
        var strategy = StrategyCatalogue.Find(StudyLineage.Strategy)!;
        return parent with
        {
            Name = name,
            Space = plan.Space,
            // Budgets and inheritance are for strategies that go by them.
            Groups = parent.Groups is { } groups ? groups with { Groups = [.. groups.Groups.Select(group => new ModelGroup(group.Value, null, []))] } : null,
            Strategy = new(strategy.Name, strategy.FillSettings(ImmutableDictionary<string, double>.Empty, configurations)),
            Initial = [],
            Pruner = null,
            Hypotheses = [],
            Budget = new((long)configurations.Length * parent.TrialsPerConfiguration, parallelism ?? parent.Budget.Parallelism, null, parent.Budget.Failures),
            Parent = new(parent.Name, champion, value, [.. plan.Phases.Select(phase => new LineagePhase(phase.Name, [.. phase.Sets.Select(Lineage)]))]),
        };
    }

    /// <summary>The proposal that a study runs, for <see cref="SupplementReview"/>; null for a study that no analysis proposed.</summary>
    public static SupplementPlan? PlanOf(StudyDefinition study)
    {
        if (study.Parent is not { } parent) return null;
        var configurations = new Queue<Configuration>(study.Strategy.Settings.Configurations);
        // Their order in the file is the only tie between ids and configurations.
        ImmutableArray<SupplementPhase> phases = [.. parent.Phases.Select(phase => new SupplementPhase(phase.Name, [.. phase.Sets.Select(set => Set(study, set, configurations))]))];
        var count = parent.TrialCount;
        return new(study.Space, parent.Champion, parent.Value, phases, new(count, null, null, null, null, $"{count} trials; how long one takes is not known."));
    }

    /// <summary><c>demo-next</c>, and for a study of that name <c>demo-next-2</c>: names of generations, the next one first, without end.</summary>
    public static IEnumerable<string> Names(string parent)
    {
        var match = Generation().Match(parent);
        var root = match.Success ? parent[..match.Index] : parent;
        var own = !match.Success ? 0 : match.Groups["n"].Success ? int.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture) : 1;
        for (var n = own + 1; ; n++)
        {
            var suffix = n == 1 ? "-next" : string.Create(CultureInfo.InvariantCulture, $"-next-{n}");
            yield return root[..Math.Min(root.Length, LongestName - suffix.Length)] + suffix;
        }
    }

    private static LineageSet Lineage(SupplementSet set) => new(
        set.Id, set.Name, set.BaseNumber, set.BaseValue,
        [.. set.Trials.Select(trial => new LineageTrial(trial.Id, trial.Reason))],
        [.. set.Expectations.Select(expectation => new LineageExpectation(expectation.If, expectation.Then, expectation.Better, expectation.Than))])
    {
        Configuration = set.Base,
    };

    private static SupplementSet Set(StudyDefinition study, LineageSet set, Queue<Configuration> configurations)
    {
        ImmutableArray<SupplementTrial> trials = [.. set.Trials.Select(trial => new SupplementTrial(trial.Id, configurations.Dequeue(), trial.Reason))];
        return new(
            set.Id, set.Name, set.Base, set.Value, set.Configuration ?? Configuration.Of(), study.Groups?.Of(trials[0].Configuration)?.Name, trials,
            [.. set.Expectations.Select(expectation => new Expectation(expectation.If, expectation.Then, expectation.Better, expectation.Than))]);
    }

    [GeneratedRegex(@"-next(-(?<n>[1-9][0-9]{0,8}))?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Generation();
}
