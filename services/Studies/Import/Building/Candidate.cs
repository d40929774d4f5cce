using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Import.Columns;
using ArchOpt.Studies.Import.Files;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Import.Building;

/// <summary>A row with its configuration, before it is known whether the space holds it.</summary>
internal sealed class Candidate(RawTrial trial, TrialState state, Configuration configuration)
{
    public RawTrial Trial => trial;

    public Configuration Configuration { get; set; } = configuration;

    /// <summary>Null when the row is bad; the trial says why.</summary>
    public static Candidate? Of(RawTrial trial, ColumnPlan plan, ConfigurationShape shape)
    {
        if (trial.Problem is not null || State(trial, plan) is not { } state || shape.Build(trial) is not { } configuration) return null;
        return new(trial, state, plan.Group is { Value: { } group } ? configuration.With(plan.Group.Parameter, group) : configuration);
    }

    public ImportedTrial ToTrial(ColumnPlan plan, IEnumerable<RawColumn> metrics)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var column in metrics)
        {
            if (trial[column.Number] is { IsNumber: true } cell) values[ColumnNames.Metric(column.Name)] = cell.Number;
        }

        foreach (var (objective, column) in plan.Objectives)
        {
            if (trial[column.Number] is { IsNumber: true } cell) values[objective.Metric] = cell.Number;
        }

        return new(trial.Row, Configuration, state, values.ToImmutable())
        {
            Name = trial.Name,
            Seed = trial.Seed,
            Worker = trial.Worker,
            Started = trial.Started,
            DurationSeconds = trial.DurationSeconds ?? Elapsed(),
            Error = trial.Error,
        };
    }

    /// <summary>A completed trial has a number for every objective, if only NaN; the others need none.</summary>
    private static TrialState? State(RawTrial trial, ColumnPlan plan)
    {
        var state = trial.State ?? TrialState.Completed;
        if (state != TrialState.Completed) return state;
        foreach (var (objective, column) in plan.Objectives)
        {
            var cell = trial[column.Number];
            if (cell.IsNumber) continue;
            trial.Refuse(column.Header, cell.IsEmpty ? $"a completed trial needs its objective '{objective.Metric}' (is empty)" : $"the objective must be a number (was {cell})");
            return null;
        }

        return state;
    }

    private double? Elapsed() => trial.Started is { } from && trial.Ended is { } to && to >= from ? (to - from).TotalSeconds : null;
}
