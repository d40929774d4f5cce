using System.Collections.Immutable;
using ArchOpt.Analysis.Charts;
using ArchOpt.Analysis.Reporting;
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
    string? Name, int? Style, ImmutableArray<Trial> Measured, ImmutableArray<Trial> Violating, ImmutableArray<Improvement> Improvements)
{
    public Improvement? Best => Improvements.IsEmpty ? null : Improvements[^1];
}

/// <summary>
/// How a study went, group by group, by the rules that decide "best" everywhere (<see cref="Standings"/>): constraints hold, and replicates count by their means.
/// </summary>
internal sealed record StudyProgress(StudyDefinition Study, ImmutableArray<GroupProgress> Groups, Standings Standings)
{
    /// <summary>More series than this share colours: the groups with the best results are told apart, the others are grey.</summary>
    private static readonly int MostGroups = Palette.Different;

    public Objective Objective => Study.Objectives[0];

    public static StudyProgress Of(StudyAnalysis analysis)
    {
        var study = analysis.Study;
        var plan = StudyStrategy.Groups(study);
        var results = new StudyResults(study);
        var folds = results.Groups.Select(group => new Fold(group)).ToList();
        var others = new Fold(null);
        foreach (var trial in analysis.Trials.Where(trial => trial.State.Rule().IsTerminal).OrderBy(trial => trial.Number))
        {
            results.Observe(trial.Number, trial.Configuration, trial.Current);
            var group = plan?.Of(trial.Configuration);
            var fold = plan is null ? folds[0] : folds.Find(fold => group is not null && fold.Results!.Group == group) ?? others;
            fold.Add(trial, study);
        }

        var objective = study.Objectives[0];
        var told = folds.Where(fold => fold.Measured.Count + fold.Violating.Count > 0)
            .OrderBy(fold => fold.Improvements.Count == 0 ? double.PositiveInfinity : objective.Loss(fold.Improvements[^1].Value))
            .Take(MostGroups)
            .ToHashSet();
        var style = 0;
        var groups = folds.Where(told.Contains).Select(fold => fold.Build(fold.Results!.Group?.Name, style++)).ToList();
        var rest = folds.Where(fold => !told.Contains(fold)).Append(others).ToList();
        if (rest.Exists(fold => fold.Measured.Count + fold.Violating.Count > 0))
        {
            var count = rest.Count(fold => fold != others && fold.Measured.Count + fold.Violating.Count > 0);
            var name = count == 0 ? "no group" : $"{count} other {(count == 1 ? "group" : "groups")}";
            groups.Add(new(name, null, [.. rest.SelectMany(fold => fold.Measured).OrderBy(trial => trial.Number)], [.. rest.SelectMany(fold => fold.Violating)], []));
        }

        return new(study, [.. groups], results.Standings);
    }

    /// <summary>The first objective of a trial that completed with a finite one.</summary>
    public static double? ValueOf(Trial trial) =>
        trial.State == TrialState.Completed && !trial.Current.Values.IsDefaultOrEmpty && double.IsFinite(trial.Current.Values[0]) ? trial.Current.Values[0] : null;

    private sealed class Fold(GroupResults? results)
    {
        private double? best;

        public GroupResults? Results => results;

        public List<Trial> Measured { get; } = [];

        public List<Trial> Violating { get; } = [];

        public List<Improvement> Improvements { get; } = [];

        public void Add(Trial trial, StudyDefinition study)
        {
            if (ValueOf(trial) is not null) (ConstraintRules.AllHold(study, trial.Current.Metrics) ? Measured : Violating).Add(trial);
            if (results?.Standings.Best is not { } standing || standing.Loss == best) return;
            best = standing.Loss;
            Improvements.Add(new(trial.Number, standing.Number, study.Objectives[0].Loss(standing.Loss)));
        }

        public GroupProgress Build(string? name, int style) => new(name, style, [.. Measured], [.. Violating], [.. Improvements]);
    }
}
