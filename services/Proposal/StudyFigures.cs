using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ArchOpt.Contracts.Http;
using ArchOpt.Proposal.Running;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal;

/// <summary>
/// What a study's progress looks like to Prometheus. Nothing is counted here: at each scrape the figures are read from
/// the studies' last durable states, which follow from the store, so a restart changes none of them.
/// </summary>
/// <remarks>
/// A study is there from when this process opens it. One that has ended stays, so that a dashboard shows how it ended,
/// until <see cref="MostEnded"/> others have ended after it or the process ends; a deleted one is gone at once. The label
/// <c>group</c> is empty for a study without groups.
/// </remarks>
internal sealed class StudyFigures
{
    /// <summary>So many ended studies are shown: a series per study, group and state is not for ever.</summary>
    public const int MostEnded = 100;

    /// <summary>The modes that every described search shows, entered or not.</summary>
    private static readonly string[] Modes = ["normal", "local", "jump", "waiting", "done"];

    private readonly ConcurrentDictionary<string, StudySnapshot> studies = new();

    /// <summary>When a training of the study last reported a step: the one figure that the store does not imply, since it thins curves.</summary>
    private readonly ConcurrentDictionary<string, DateTimeOffset> stepped = new();

    private readonly StudyDefinitions definitions;
    private readonly TimeProvider clock;

    public StudyFigures(IMeterFactory meters, StudyDefinitions definitions, TimeProvider clock)
    {
        this.definitions = definitions;
        this.clock = clock;
        var meter = meters.Create("ArchOpt.Proposal.Studies");
        meter.CreateObservableCounter("archopt_trials", Ended, description: "How many times a trial has ended in this state; a replayed trial counts again.");
        meter.CreateObservableGauge("archopt_trials_in_flight", () => OfStudies(s => s.Trials.Proposed + s.Trials.Running), description: "Trials that were proposed and have not ended.");
        meter.CreateObservableGauge("archopt_failed_trials", () => OfStudies(s => s.Trials.Failed - s.Trials.Discarded), description: "Trials that have failed and wait to be replayed; not those that were discarded.");
        meter.CreateObservableGauge("archopt_trial_budget", () => OfStudies(s => s.Record.Budget.Trials), description: "Trials that the study may have.");
        meter.CreateObservableGauge("archopt_study_running", () => OfStudies(s => s.Record.Status == StudyStatus.Running ? 1 : 0), description: "1 while the study runs, 0 when it is paused or has ended.");
        meter.CreateObservableGauge("archopt_trial_wait", () => OfStudies(Waiting), "s", "How long the first of the dispatched trials that no worker is known to run has waited; 0 when there is none.");
        meter.CreateObservableGauge("archopt_last_progress_timestamp", () => OfStudies(Progress), "s", "When the study last had a result, or a training of it a step, in Unix time; its creation before that.");
        meter.CreateObservableGauge("archopt_trial_iteration", () => OfGroups(g => g.Endings.Total), description: "How many results there are: the x axis of a curve over trials.");
        meter.CreateObservableGauge("archopt_best_objective", () => Objective((o, g) => g.Best is { } best ? o.Loss(best.Loss) : null), description: "The best feasible value of the first objective.");
        meter.CreateObservableGauge("archopt_last_objective", () => Objective((_, g) => g.Last), description: "The first objective of the last completed trial.");
        meter.CreateObservableGauge("archopt_objective_threshold", Thresholds, description: "The study's grades of its first objective: lines for a plot of it.");
        meter.CreateObservableGauge("archopt_model_parameters", () => OfGroups(g => g.Parameters), description: "Model parameters of the best trial: as it reported, else as the strategy estimates.");
        meter.CreateObservableGauge("archopt_last_model_parameters", () => OfGroups(g => g.LastParameters), description: "Model parameters of the last trial that reported them.");
        meter.CreateObservableGauge("archopt_search_mode", Mode, description: "1 for the mode that the search is in, 0 for the others.");
        meter.CreateObservableGauge("archopt_stagnation", () => OfGroups(g => g.Search?.Stagnation), description: "Results in a row that have not improved on the best.");
        meter.CreateObservableCounter("archopt_epochs_saved", EpochsSaved, description: "Epochs that trainings did not spend, because they were stopped early.");
    }

    /// <summary>A study's state is durable.</summary>
    public void Update(StudySnapshot snapshot)
    {
        studies[snapshot.Record.Id] = snapshot;
        if (!snapshot.Record.HasEnded) return;
        var ended = studies.Values.Where(study => study.Record.HasEnded).OrderByDescending(study => study.Record.Ended).Skip(MostEnded);
        foreach (var study in ended.ToArray()) Forget(study.Record.Id);
    }

    /// <summary>A training of the study has reported a step.</summary>
    public void Progressed(string studyId)
    {
        if (studies.ContainsKey(studyId)) stepped[studyId] = clock.GetUtcNow();
    }

    /// <summary>A study is deleted.</summary>
    public void Forget(string studyId)
    {
        studies.TryRemove(studyId, out _);
        stepped.TryRemove(studyId, out _);
    }

    private IEnumerable<Measurement<long>> Ended()
    {
        foreach (var (study, group) in Groups())
        {
            foreach (var (state, count) in States(group.Endings))
                yield return new(count, [.. Tags(study, group), new("state", state)]);
        }
    }

    private static IEnumerable<(string State, long Count)> States(TrialCounts ended) =>
    [
        ("completed", ended.Completed), ("pruned", ended.Pruned), ("infeasible", ended.Infeasible), ("failed", ended.Failed), ("cancelled", ended.Cancelled),
    ];

    private IEnumerable<Measurement<double>> OfStudies(Func<StudySnapshot, double?> figure)
    {
        foreach (var study in studies.Values)
        {
            if (figure(study) is { } value) yield return new(value, Study(study));
        }
    }

    private double? Waiting(StudySnapshot study) =>
        study.Record.Status == StudyStatus.Running && study.WaitingSince is { } since ? Math.Max(0, (clock.GetUtcNow() - since).TotalSeconds) : 0;

    private double? Progress(StudySnapshot study)
    {
        var last = study.LastEnded is { } ended && ended > study.Record.Created ? ended : study.Record.Created;
        if (stepped.TryGetValue(study.Record.Id, out var step) && step > last) last = step;
        return last.ToUnixTimeMilliseconds() / 1000d;
    }

    private IEnumerable<Measurement<long>> EpochsSaved() => studies.Values.Select(study => new Measurement<long>(study.EpochsSaved, Study(study)));

    private IEnumerable<Measurement<double>> OfGroups(Func<GroupSnapshot, double?> figure)
    {
        foreach (var (study, group) in Groups())
        {
            if (figure(group) is { } value) yield return new(value, Tags(study, group));
        }
    }

    private IEnumerable<Measurement<double>> Objective(Func<Objective, GroupSnapshot, double?> figure)
    {
        foreach (var (study, group) in Groups())
        {
            var objective = definitions.Read(study.Record).Objectives[0];
            if (figure(objective, group) is { } value) yield return new(value, [.. Tags(study, group), new("objective", objective.Metric)]);
        }
    }

    private IEnumerable<Measurement<double>> Thresholds()
    {
        foreach (var study in studies.Values)
        {
            if (study.Thresholds.IsEmpty) continue;
            var objective = new KeyValuePair<string, object?>("objective", definitions.Read(study.Record).Objectives[0].Metric);
            foreach (var threshold in study.Thresholds) yield return new(threshold.Value, [Study(study), objective, new("threshold", threshold.Name)]);
        }
    }

    private IEnumerable<Measurement<long>> Mode()
    {
        foreach (var (study, group) in Groups())
        {
            if (group.Search is not { } search) continue;
            foreach (var mode in Modes.Append(search.Mode).Distinct(StringComparer.Ordinal))
                yield return new(mode == search.Mode ? 1 : 0, [.. Tags(study, group), new("mode", mode)]);
        }
    }

    private IEnumerable<(StudySnapshot Study, GroupSnapshot Group)> Groups() =>
        studies.Values.SelectMany(study => study.Groups, (study, group) => (study, group));

    private static KeyValuePair<string, object?> Study(StudySnapshot study) => new("study", study.Record.Name);

    private static KeyValuePair<string, object?>[] Tags(StudySnapshot study, GroupSnapshot group) => [Study(study), new("group", group.Name ?? "")];
}
