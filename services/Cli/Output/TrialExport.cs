using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Export;

namespace ArchOpt.Cli.Output;

/// <summary>Trials as text for programs: CSV and JSON.</summary>
internal static class TrialExport
{
    /// <summary>The table of <see cref="TrialTable"/>. All trials are read before the first line, because only then the columns are known.</summary>
    public static async Task WriteCsvAsync(
        IEnumerable<string> objectives, IAsyncEnumerable<TrialView> trials, TextWriter writer, CancellationToken cancellationToken)
    {
        var rows = await trials.Select(Row).ToListAsync(cancellationToken);
        var table = TrialTable.Over(objectives, rows);
        await writer.WriteAsync(Csv.Line(table.Columns));
        foreach (var row in rows) await writer.WriteAsync(Csv.Line(table.Cells(row)));
    }

    /// <summary>One JSON array, a trial on each line, written as the trials come.</summary>
    public static async Task WriteJsonAsync(IAsyncEnumerable<TrialView> trials, TextWriter writer)
    {
        var separator = "[\n";
        await foreach (var trial in trials)
        {
            await writer.WriteAsync(separator);
            await writer.WriteAsync(ResultWriter.Compact(trial));
            separator = ",\n";
        }

        await writer.WriteAsync(separator == "[\n" ? "[]\n" : "\n]\n");
    }

    private static TrialRow Row(TrialView trial) => new(
        trial.Number,
        trial.State,
        trial.Attempt,
        trial.Values.IsDefault ? [] : trial.Values,
        trial.Metrics,
        trial.Configuration,
        trial.Seed,
        trial.Worker,
        trial.Started,
        trial.DurationSeconds);
}
