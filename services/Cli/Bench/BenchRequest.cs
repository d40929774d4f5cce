using System.Collections.Immutable;
using ArchOpt.Cli.Bench.AdsArch;
using ArchOpt.Cli.Bench.Overhead;
using ArchOpt.Cli.Bench.Problems;
using ArchOpt.Cli.Bench.Running;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Cli.Bench;

/// <summary>What a benchmark shall do, as the call says it.</summary>
internal sealed record BenchRequest
{
    public const int DefaultTrials = 100;

    public required ImmutableArray<string> Suites { get; init; }

    public required ImmutableArray<BenchStrategy> Strategies { get; init; }

    /// <summary>Null for the suite's own.</summary>
    public int? Trials { get; init; }

    /// <summary>Null for the suite's own.</summary>
    public int? Seeds { get; init; }

    public required int Threads { get; init; }

    public string? Tables { get; init; }

    public AdsArchOptions AdsArch { get; init; } = new();

    /// <summary>Where results and random modifier sets are kept; null when they are not.</summary>
    public string? Output { get; init; }

    /// <summary>Forget the runs that were kept.</summary>
    public bool IsFresh { get; init; }

    /// <summary>The problems of all suites that have some.</summary>
    /// <exception cref="CliException">A suite cannot be made from what the call says.</exception>
    public async Task<ImmutableArray<BenchProblem>> ProblemsAsync(Func<string, Task> say, CancellationToken cancellationToken)
    {
        var trials = Trials ?? DefaultTrials;
        var problems = ImmutableArray.CreateBuilder<BenchProblem>();
        foreach (var suite in Suites)
        {
            problems.AddRange(suite switch
            {
                ClassicSuite.Name => ClassicSuite.Create(trials),
                TablesSuite.Name => await TablesSuite.ReadAsync(Tables, trials, cancellationToken),
                AdsArchSuite.Name => await AdsArchSuite.CreateAsync(AdsArch, Trials, Output, say, cancellationToken),
                _ => [],
            });
        }

        return problems.ToImmutable();
    }

    /// <summary>The suites that consist of problems to solve.</summary>
    public static ImmutableArray<string> ProblemSuites { get; } = [ClassicSuite.Name, TablesSuite.Name, AdsArchSuite.Name];

    public static ImmutableArray<string> SuiteNames { get; } = [.. ProblemSuites, OverheadSuite.Name];

    /// <summary>Reads <c>classic,tables</c>.</summary>
    /// <exception cref="CliException">A suite is unknown.</exception>
    public static ImmutableArray<string> ParseSuites(string text)
    {
        ImmutableArray<string> suites = [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];
        ImmutableArray<string> mistakes = [.. suites.Where(suite => !SuiteNames.Contains(suite)).Select(Unknown)];
        if (suites.IsEmpty) mistakes = [$"SUITE: must name at least one of {string.Join(", ", SuiteNames)}"];
        return mistakes.IsEmpty ? suites : throw new CliException(ExitCode.Wrong, mistakes);
    }

    private static string Unknown(string suite) => NearestName.Hint(suite, SuiteNames) is { Length: > 0 } hint
        ? $"SUITE: '{suite}' is no suite{hint}"
        : $"SUITE: must be one of {string.Join(", ", SuiteNames)} (was '{suite}')";
}
