using System.Collections.Immutable;
using System.Globalization;

namespace ArchOpt.Studies.Export;

/// <summary>
/// Trials as one flat table: <c>number,state,attempts,&lt;objective&gt;,&lt;metric...&gt;,&lt;parameter...&gt;,seed,worker,started,duration_s</c>.
/// The columns are the union over the trials it was made from: objectives in the study's order, other metrics by name,
/// parameters by path (arch[2] before arch[10]). So the same trials give the same table, whatever order they came in.
/// </summary>
/// <remarks>
/// The fixed columns keep their names. A metric or parameter whose name is already taken is shown as
/// <c>metric.&lt;name&gt;</c> or <c>parameter.&lt;path&gt;</c>, as the parameter <c>seed</c> is. Immutable.
/// </remarks>
public sealed class TrialTable
{
    private static readonly ImmutableArray<string> Before = ["number", "state", "attempts"];
    private static readonly ImmutableArray<string> After = ["seed", "worker", "started", "duration_s"];

    private readonly ImmutableArray<string> objectives;
    private readonly ImmutableArray<string> metrics;
    private readonly ImmutableArray<string> parameters;
    private readonly Dictionary<string, int> places;

    private TrialTable(ImmutableArray<string> objectives, ImmutableArray<string> metrics, ImmutableArray<string> parameters)
    {
        this.objectives = objectives;
        this.metrics = metrics;
        this.parameters = parameters;
        places = parameters.Select((path, place) => (path, place)).ToDictionary(p => p.path, p => p.place, StringComparer.Ordinal);
        Columns = Name();
    }

    /// <summary>The header; no name occurs twice.</summary>
    public ImmutableArray<string> Columns { get; }

    /// <summary>Decides the columns. Reads the trials once and keeps none.</summary>
    /// <param name="objectives">The study's objective metrics, the first one first.</param>
    public static TrialTable Over(IEnumerable<string> objectives, IEnumerable<TrialRow> trials)
    {
        var union = new ColumnUnion();
        foreach (var trial in trials) union.Add(trial);
        return union.ToTable(objectives);
    }

    /// <inheritdoc cref="Over"/>
    public static async Task<TrialTable> OverAsync(
        IEnumerable<string> objectives, IAsyncEnumerable<TrialRow> trials, CancellationToken cancellationToken)
    {
        var union = new ColumnUnion();
        await foreach (var trial in trials.WithCancellation(cancellationToken)) union.Add(trial);
        return union.ToTable(objectives);
    }

    /// <summary>
    /// One cell per column; empty where the trial has no value. Numbers are invariant and read back to the same bits;
    /// NaN is <c>NaN</c>, infinities are <c>Infinity</c> and <c>-Infinity</c>; times are UTC (ISO 8601).
    /// </summary>
    public ImmutableArray<string> Cells(TrialRow trial)
    {
        var cells = ImmutableArray.CreateBuilder<string>(Columns.Length);
        cells.Add(trial.Number.ToString(CultureInfo.InvariantCulture));
        cells.Add(trial.State.ToString());
        cells.Add(trial.Attempts.ToString(CultureInfo.InvariantCulture));
        for (var i = 0; i < objectives.Length; i++)
            cells.Add(i < trial.Values.Length ? Text(trial.Values[i]) : Metric(trial, objectives[i]));
        foreach (var metric in metrics) cells.Add(Metric(trial, metric));
        AddParameters(cells, trial);
        cells.Add(trial.Seed.ToString(CultureInfo.InvariantCulture));
        cells.Add(trial.Worker ?? "");
        cells.Add(trial.Started?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "");
        cells.Add(trial.DurationSeconds is { } seconds ? Text(seconds) : "");
        return cells.MoveToImmutable();
    }

    private static string Metric(TrialRow trial, string metric) => trial.Metrics.TryGetValue(metric, out var value) ? Text(value) : "";

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private void AddParameters(ImmutableArray<string>.Builder cells, TrialRow trial)
    {
        var row = new string[parameters.Length];
        Array.Fill(row, "");
        foreach (var (path, text) in ConfigurationPaths.Flatten(trial.Configuration))
        {
            if (places.TryGetValue(path, out var place)) row[place] = text;
        }

        cells.AddRange(row);
    }

    private ImmutableArray<string> Name()
    {
        HashSet<string> taken = [.. Before, .. After];
        return
        [
            .. Before,
            .. objectives.Concat(metrics).Select(name => Unique(name, "metric.")),
            .. parameters.Select(path => Unique(path, "parameter.")),
            .. After,
        ];

        string Unique(string name, string prefix)
        {
            while (!taken.Add(name)) name = prefix + name;
            return name;
        }
    }

    private sealed class ColumnUnion
    {
        private readonly SortedSet<string> reported = new(StringComparer.Ordinal);
        private readonly SortedSet<string> paths = new(Comparer<string>.Create(ConfigurationPath.Compare));

        public void Add(TrialRow trial)
        {
            reported.UnionWith(trial.Metrics.Keys);
            foreach (var (path, _) in ConfigurationPaths.Flatten(trial.Configuration)) paths.Add(path);
        }

        public TrialTable ToTable(IEnumerable<string> objectives)
        {
            var first = objectives.Distinct(StringComparer.Ordinal).ToImmutableArray();
            reported.ExceptWith(first);
            return new(first, [.. reported], [.. paths]);
        }
    }
}
