using System.Globalization;
using ArchOpt.Contracts.Http;
using ArchOpt.Insight;
using ArchOpt.Storage;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Console.Overview;

/// <summary>A study in the list.</summary>
public sealed record StudyRow
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required StudyStatus Status { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset? Ended { get; init; }

    public required BudgetView Budget { get; init; }

    /// <summary>Null where only the store was asked, and not yet for this.</summary>
    public Contracts.Http.TrialCounts? Trials { get; init; }

    public string? Strategy { get; init; }

    public string? Evaluator { get; init; }

    public double ElapsedSeconds { get; init; }

    /// <summary>The best value; null while there is none or it is not known.</summary>
    public double? Best { get; init; }

    public long? BestNumber { get; init; }

    /// <summary>What is optimised; null when it is not known.</summary>
    public ObjectiveView? Objective { get; init; }

    public string? Trouble { get; init; }

    /// <summary>How much of the budget is used, from 0 to 1, and the numbers; a share of null for a study without a budget.</summary>
    public (double? Share, string Text) Progress
    {
        get
        {
            var ended = Trials is { } counts ? counts.Total - counts.Imported - counts.Proposed - counts.Running : 0;
            if (Budget.Trials is { } trials) return ((double)ended / Math.Max(1, trials), $"{Parts.ConsoleText.Count(ended)} of {Parts.ConsoleText.Count(trials)}");
            if (Budget.Time is { } time) return (ElapsedSeconds / Math.Max(1, time), string.Create(CultureInfo.InvariantCulture, $"{Parts.ConsoleText.Count(ended)} in {ElapsedSeconds / 60:0} of {time / 60:0} min"));
            return (null, Parts.ConsoleText.Count(ended));
        }
    }

    public static StudyRow Of(StudyView study) => new()
    {
        Id = study.Id,
        Name = study.Name,
        Status = study.Status,
        Reason = study.Reason,
        Created = study.Created,
        Ended = study.Ended,
        Budget = study.Budget,
        Trials = study.Trials,
        Strategy = study.Strategy,
        Evaluator = study.Evaluator,
        ElapsedSeconds = study.ElapsedSeconds,
        Best = study.Best?.Value,
        BestNumber = study.Best?.Number,
        Objective = study.Objectives.FirstOrDefault(),
        Trouble = study.Trouble,
    };

    /// <summary>What the store's record says of itself.</summary>
    public static StudyRow Of(StudyRecord record) => new()
    {
        Id = record.Id,
        Name = record.Name,
        Status = record.Status,
        Reason = record.Reason,
        Created = record.Created,
        Ended = record.Ended,
        Budget = new(record.Budget.Trials, record.Budget.Parallelism, record.Budget.Time?.TotalSeconds, record.Budget.Failures),
        ElapsedSeconds = record.Elapsed.TotalSeconds,
        BestNumber = record.Best,
    };

    /// <summary>The same with what more the store knows of it; dearer, so it is asked for the rows that are shown.</summary>
    public async Task<StudyRow> CompleteAsync(IStudyStore store, StudyRecord record, CancellationToken cancellationToken)
    {
        var study = record.ReadDefinition();
        var best = BestNumber is { } number ? await store.FindTrialAsync(Id, number, cancellationToken) : null;
        return this with
        {
            Trials = (await store.CountTrialsAsync(Id, cancellationToken)).ToView() with { Imported = record.Imported },
            Strategy = study.Strategy.Name,
            Evaluator = study.Evaluator.Name,
            Objective = study.Objectives.Select(objective => new ObjectiveView(objective.Metric, objective.Goal)).FirstOrDefault(),
            Best = best is null ? null : BestViewing.Of([best])?.Value,
        };
    }

    /// <summary>The best value as people write it.</summary>
    public string BestText => Best is { } value ? (double.IsFinite(value) ? NumberText.Figure(value) : value.ToString(CultureInfo.InvariantCulture)) : Parts.ConsoleText.Nothing;
}
