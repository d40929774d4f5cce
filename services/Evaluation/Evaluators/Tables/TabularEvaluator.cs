using ArchOpt.Evaluation.Evaluators.Settings;

namespace ArchOpt.Evaluation.Evaluators.Tables;

/// <summary>
/// <c>tabular</c>: looks the configuration up in a CSV file of finished evaluations, which makes benchmarks of
/// expensive trainings repeatable. Settings: <c>table</c>, a file in the worker's directory of tables, and
/// <c>value</c>, the column to optimize. Metrics: <c>value</c>, and every numeric column that is no parameter under
/// its own name. A configuration that is not in the table is Infeasible: it never will be.
/// </summary>
/// <param name="tables">The directory that tables may be read from; nothing outside it is opened.</param>
public sealed class TabularEvaluator(string tables) : IEvaluator
{
    public const string EvaluatorName = "tabular";

    private readonly TableDirectory directory = new(tables);
    private readonly SettingsCache<TabularSettings> settings = new(TabularSettings.Parse);

    public string Name => EvaluatorName;

    public Task<EvaluationResult> EvaluateAsync(EvaluationRequest request, IStepReporter steps, CancellationToken cancellationToken)
    {
        try
        {
            var given = settings.Get(request.Settings);
            return Task.FromResult(LookUp(directory.Open(given.Table), given, request));
        }
        catch (Exception e) when (e is EvaluatorSettingsException or FormatException or UnauthorizedAccessException)
        {
            return Task.FromResult(EvaluationResult.Failed(e.Message));
        }
    }

    private static EvaluationResult LookUp(LookupTable table, TabularSettings settings, EvaluationRequest request)
    {
        if (!table.Has(settings.Value)) return EvaluationResult.Failed($"settings.value: '{settings.Table}' has no column '{settings.Value}'.");
        var cells = CellText.Flatten(request.Configuration);
        foreach (var (column, _) in cells)
        {
            if (!table.Has(column)) return EvaluationResult.Failed($"'{settings.Table}' has no column for the parameter '{column}'.");
        }

        if (table.Find(cells, request.Seed) is not { } row) return EvaluationResult.Infeasible($"'{settings.Table}' has no row for {request.Configuration}.");
        var metrics = table.Numbers(row, cells.ContainsKey);
        if (!metrics.TryGetValue(settings.Value, out var value)) return EvaluationResult.Failed($"The row of {request.Configuration} has no number in the column '{settings.Value}'.");
        metrics["value"] = value;
        return EvaluationResult.Completed(metrics.ToImmutable());
    }

    private sealed record TabularSettings(string Table, string Value)
    {
        public static TabularSettings Parse(string json) => SettingsReader.Read(json, settings => new TabularSettings(
            settings.Text("table", "must name a CSV file in the worker's directory of tables"),
            settings.Text("value", "must name the column to optimize")));
    }
}
