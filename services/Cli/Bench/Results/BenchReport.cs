using System.Collections.Immutable;
using ArchOpt.Cli.Bench.Overhead;
using ArchOpt.Cli.Bench.Problems;

namespace ArchOpt.Cli.Bench.Results;

/// <summary>The results of problems that are compared together.</summary>
internal sealed record SectionReport(string Name, ImmutableArray<ResultRow> Results, ImmutableArray<Rank> Ranks, ImmutableArray<Regret> Regrets);

/// <summary>A benchmark's results as <c>--json</c> prints them.</summary>
internal sealed record BenchReport(ImmutableArray<SectionReport> Sections)
{
    /// <summary>What strategies cost; empty when that was not asked for.</summary>
    public ImmutableArray<OverheadRow> Overhead { get; init; } = [];

    private static readonly string[] Combined = [ClassicSuite.Name, TablesSuite.Name];

    /// <summary>One section for each suite or task; and one over all problems that peers are compared on, when these are several suites.</summary>
    public static BenchReport Of(BenchResults results, PeerResults peers)
    {
        var rows = ResultRow.Of(results).ToLookup(row => row.Section, StringComparer.Ordinal);
        var sections = results.Problems.GroupBy(problem => problem.Section)
            .Select(section => Section(section.Key, [.. rows[section.Key]], results, section, peers))
            .ToList();
        if (Combined.All(name => sections.Any(section => section.Name == name)))
        {
            var all = results.Problems.Where(problem => Combined.Contains(problem.Section, StringComparer.Ordinal));
            sections.Add(Section(string.Join(" + ", Combined), [], results, all, peers));
        }

        return new([.. sections]);
    }

    /// <summary>Whether a comparison over several suites covers this one, so that a person need not read both.</summary>
    public bool IsPartOfAnother(SectionReport section) => Combined.Contains(section.Name, StringComparer.Ordinal) && Sections.Any(other => other.Results.IsEmpty);

    private static SectionReport Section(
        string name, ImmutableArray<ResultRow> rows, BenchResults results, IEnumerable<BenchProblem> problems, PeerResults peers)
    {
        var table = MedianTable.Of(results, problems, peers);
        // The peers' random search where there is one: then a regret means the same whichever strategies and seeds were run.
        var own = table.Strategies.Contains(BenchResults.Baseline, StringComparer.Ordinal) ? BenchResults.Baseline : null;
        var baseline = table.Peers.FirstOrDefault(peer => peer == peers.Baseline) ?? own;
        return new(name, rows, [.. Rank.Of(table, baseline)], [.. Results.Regrets.All(table, baseline)]);
    }
}
