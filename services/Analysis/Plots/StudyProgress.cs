using System.Collections.Immutable;
using ArchOpt.Analysis.Charts;
using ArchOpt.Analysis.Indexing;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.History;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Plots;

/// <summary>A new best.</summary>
/// <param name="At">The trial after which it stood: of a configuration with several seeds the last one.</param>
/// <param name="Number">The trial that ran it, the first of its seeds.</param>
/// <param name="Value">The first objective; the mean over the seeds.</param>
internal sealed record Improvement(long At, long Number, double Value);

/// <summary>What came out of one group, in the order of trial numbers.</summary>
/// <param name="Name">Null for a study without groups.</param>
/// <param name="Style">What tells it apart in plots; null for what is shown in grey: trials of no group, and groups beyond those that can be told apart.</param>
/// <param name="Measured">Completed trials with a finite value that hold every constraint, ...</param>
/// <param name="Violating">... and those that do not.</param>
internal sealed record GroupProgress(
    string? Name, int? Style, ImmutableArray<TrialSummary> Measured, ImmutableArray<TrialSummary> Violating, ImmutableArray<Improvement> Improvements)
{
    public Improvement? Best => Improvements.IsEmpty ? null : Improvements[^1];
}

/// <summary>
/// How a study went, group by group, by the rules that decide "best" everywhere (<see cref="Standings"/>): constraints hold, and replicates count by their means.
/// </summary>
/// <param name="Ended">The trials that have ended, by number.</param>
internal sealed record StudyProgress(StudyDefinition Study, ImmutableArray<TrialSummary> Ended, ImmutableArray<GroupProgress> Groups, Standings Standings)
{
    /// <summary>More series than this share colours: the groups with the best results are told apart, the others are grey.</summary>
    private static readonly int MostGroups = Palette.Different;

    public Objective Objective => Study.Objectives[0];

    /// <param name="study">The study.</param>
    /// <param name="ended">Its trials that have ended, in the order of their numbers.</param>
    public static StudyProgress Of(StudyDefinition study, IEnumerable<TrialSummary> ended)
    {
        ImmutableArray<TrialSummary> trials = [.. ended];
        var all = new Standings(study);
        var plan = StudyStrategy.Groups(study);
        Fold[] folds = plan is null ? [new(null, all)] : [.. plan.Groups.Select(group => new Fold(group.Name, new(study)))];
        var others = new Fold(null, null);
        foreach (var trial in trials)
        {
            if (plan is not null) all.Add(trial.Number, trial.State, trial.Values, trial.HoldsConstraints);
            (plan is null ? folds[0] : trial.Group < 0 ? others : folds[trial.Group]).Add(trial, study.Objectives[0]);
        }

        var objective = study.Objectives[0];
        var told = folds.Where(fold => !fold.IsEmpty)
            .OrderBy(fold => fold.Improvements.Count == 0 ? double.PositiveInfinity : objective.Loss(fold.Improvements[^1].Value))
            .Take(MostGroups)
            .ToHashSet();
        var style = 0;
        var groups = folds.Where(told.Contains).Select(fold => fold.Build(style++)).ToList();
        var rest = folds.Where(fold => !told.Contains(fold)).Append(others).ToList();
        if (rest.Exists(fold => !fold.IsEmpty))
        {
            var count = rest.Count(fold => fold != others && !fold.IsEmpty);
            var name = count == 0 ? "no group" : $"{count} other {(count == 1 ? "group" : "groups")}";
            groups.Add(new(name, null, [.. rest.SelectMany(fold => fold.Measured).OrderBy(trial => trial.Number)], [.. rest.SelectMany(fold => fold.Violating)], []));
        }

        return new(study, trials, [.. groups], all);
    }

    private sealed class Fold(string? name, Standings? standings)
    {
        private double? best;

        public List<TrialSummary> Measured { get; } = [];

        public List<TrialSummary> Violating { get; } = [];

        public List<Improvement> Improvements { get; } = [];

        public bool IsEmpty => Measured.Count + Violating.Count == 0;

        public void Add(TrialSummary trial, Objective objective)
        {
            if (trial.Value is not null) (trial.HoldsConstraints ? Measured : Violating).Add(trial);
            standings?.Add(trial.Number, trial.State, trial.Values, trial.HoldsConstraints);
            if (standings?.Best is not { } standing || standing.Loss == best) return;
            best = standing.Loss;
            Improvements.Add(new(trial.Number, standing.Number, objective.Loss(standing.Loss)));
        }

        public GroupProgress Build(int style) => new(name, style, [.. Measured], [.. Violating], [.. Improvements]);
    }
}
