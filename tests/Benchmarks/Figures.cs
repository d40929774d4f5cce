using Spectre.Console;

namespace ArchOpt.Benchmarks;

/// <summary>One measured figure: the median of its runs, with their range, against its target.</summary>
/// <param name="Runs">All measurements, in <paramref name="Unit"/>.</param>
/// <param name="Target">What DESIGN asks for, in words: "&gt;= 1000".</param>
internal sealed record Figure(string Name, IReadOnlyList<double> Runs, string Unit, string Target)
{
    public double Median => Runs.Order().ElementAt(Runs.Count / 2);
}

internal static class Figures
{
    public static void Print(IEnumerable<Figure> figures)
    {
        var table = new Table().AddColumns("figure", "median", "min", "max", "runs", "unit", "target");
        foreach (var figure in figures)
        {
            table.AddRow(
                figure.Name,
                Text(figure.Median),
                Text(figure.Runs.Min()),
                Text(figure.Runs.Max()),
                figure.Runs.Count.ToString(),
                figure.Unit,
                figure.Target);
        }

        AnsiConsole.Write(table);
    }

    private static string Text(double value) => value >= 100 ? value.ToString("N0") : value.ToString("0.##");
}
