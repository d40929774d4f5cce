using System.Collections.Immutable;
using System.Text.Json;
using ArchOpt.Cli.Files;

namespace ArchOpt.Cli.Bench.Results;

/// <summary>
/// Median best values of other optimizers, measured elsewhere on the same problems: a JSON object of problems, each an
/// object of peers, each with <c>best10</c>, <c>best25</c>, <c>best50</c>, <c>best100</c>.
/// </summary>
internal sealed class PeerResults
{
    private const string Prefix = "best";
    private readonly Dictionary<string, Dictionary<string, Dictionary<string, double>>> values;

    private PeerResults(Dictionary<string, Dictionary<string, Dictionary<string, double>>> values)
    {
        this.values = values;
        Names = [.. values.Values.SelectMany(peers => peers.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    public static PeerResults None { get; } = new([]);

    /// <summary>In ordinal order.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The peer that is random search, which regrets may be relative to; null when there is none.</summary>
    public string? Baseline => Names.FirstOrDefault(name => name.Split(' ').Contains(BenchResults.Baseline, StringComparer.OrdinalIgnoreCase) && !name.Contains("start", StringComparison.OrdinalIgnoreCase));

    public double? Find(string problem, string peer, int trials) =>
        values.TryGetValue(problem, out var peers) && peers.TryGetValue(peer, out var best) && best.TryGetValue(Prefix + trials, out var value) ? value : null;

    /// <exception cref="CliException">The file is not of that form.</exception>
    public static PeerResults Read(InputFile file)
    {
        try
        {
            var read = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, Dictionary<string, double>>>>(file.Text());
            if (read is not null && read.Values.All(peers => peers is not null && peers.Values.All(best => best is not null))) return new(read);
        }
        catch (JsonException e)
        {
            throw CliException.Wrong($"{file.Name}: must map problems to peers to best10, best25, best50, best100 ({e.Message.ReplaceLineEndings(" ")})", e);
        }

        throw CliException.Wrong($"{file.Name}: must map problems to peers to best10, best25, best50, best100");
    }
}
