using System.Collections.Immutable;
using System.Text.Json;
using ArchOpt.Cli.Bench.Problems;
using ArchOpt.Evaluation.Evaluators.AdsArch;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Cli.Bench.AdsArch;

/// <summary>The ads architecture benchmark: nested architectures under a serving constraint, one problem for each task and modifier set.</summary>
internal static class AdsArchSuite
{
    public const string Name = "ads-arch";

    /// <exception cref="CliException">The task is unknown.</exception>
    public static ImmutableArray<AdsArchTask> Tasks(string? name)
    {
        if (name is null) return AdsArchTask.All;
        var names = AdsArchTask.All.Select(task => task.Name).ToArray();
        return AdsArchTask.All.FirstOrDefault(task => task.Name == name) is { } known
            ? [known]
            : throw CliException.Wrong(NearestName.Hint(name, names) is { Length: > 0 } hint
                ? $"--task: '{name}' is no task{hint}"
                : $"--task: must be one of {string.Join(", ", names)} (was '{name}')");
    }

    /// <param name="trials">Null for the task's own.</param>
    /// <param name="directory">Where random sets are kept; null when they are not.</param>
    /// <param name="say">Told where sets come from, when they are not the listed ones.</param>
    /// <exception cref="CliException">The task is unknown, or the kept sets cannot be read or written.</exception>
    public static async Task<ImmutableArray<BenchProblem>> CreateAsync(AdsArchOptions options, int? trials, string? directory, Func<string, Task> say, CancellationToken cancellationToken)
    {
        var problems = ImmutableArray.CreateBuilder<BenchProblem>();
        var evaluator = new AdsArchEvaluator(TimeProvider.System);
        foreach (var task in Tasks(options.Task))
        {
            var (sets, listed) = await SetsAsync(task, options, directory, say, cancellationToken);
            var isKnown = listed && (options.QpsMin ?? task.QpsMin) == task.QpsMin;
            var best = new double[sets.Length];
            if (!isKnown) Parallel.For(0, sets.Length, new() { CancellationToken = cancellationToken }, i => best[i] = BestKnown.Score(task, sets[i], options.QpsMin ?? task.QpsMin));
            for (var i = 0; i < sets.Length; i++)
            {
                problems.Add(new($"{Name} {task.Name}", task.Name, $"{task.Name}/{i + 1}", Study(task, i + 1, sets[i], options, trials), evaluator)
                {
                    Start = 0,
                    Seeds = task.Seeds,
                    Optimum = isKnown ? task.Optima[i] : best[i],
                });
            }
        }

        return problems.ToImmutable();
    }

    private static StudyDefinition Study(AdsArchTask task, int number, ModifierSet set, AdsArchOptions options, int? trials)
    {
        var element = new SearchSpace(
        [
            new OrdinalParameter("width", [.. task.Widths.Select(width => ParameterValue.Of(width))]),
            new IntParameter("depth", 1, SubArchitecture.MaxDepth),
        ]);
        var space = new SearchSpace([new ListParameter("arch", 1, SubArchitecture.MaxPositions, element)]);
        var objective = new Objective("score", Goal.Maximize, ImmutableSortedDictionary<string, double>.Empty);
        var qps = options.QpsMin ?? task.QpsMin;
        return BenchStudy.Of($"{task.Name}-{number}", space, new(AdsArchEvaluator.EvaluatorName, Settings(task, set)), objective, trials ?? task.Trials) with
        {
            Constraints = [new("qps", qps, null, options.SoftQps ? ConstraintMode.Soft : ConstraintMode.Hard, options.Tau, options.Scale)],
        };
    }

    private static string Settings(AdsArchTask task, ModifierSet set) => JsonSerializer.Serialize(new
    {
        max_width = task.Problem.MaxWidth,
        large_depth = task.Problem.LargeDepth,
        modifiers = set.Modifiers.Positions.Select(m => new[] { m.NeWeight, m.QpsWeight, m.FlopsScale, m.WidthScale, m.DepthScale }),
        baseline = (set.Baseline ?? task.Problem.Baseline).Select(sub => Enumerable.Repeat(sub.Width, sub.Depth)),
    });

    /// <summary>New sets when asked for, else those that an earlier call kept, else the listed ones, else those of seed 0.</summary>
    private static async Task<(ImmutableArray<ModifierSet> Sets, bool Listed)> SetsAsync(
        AdsArchTask task, AdsArchOptions options, string? directory, Func<string, Task> say, CancellationToken cancellationToken)
    {
        var file = directory is null ? null : Path.Combine(directory, $"modifiers-{task.Name}.csv");
        if (!options.Regenerate && file is not null && File.Exists(file))
        {
            await say($"{Name} {task.Name}: with the modifier sets in {file}");
            return (ModifierFile.Read(file, await File.ReadAllTextAsync(file, cancellationToken), task), false);
        }

        if (!options.Regenerate && !task.Optima.IsEmpty)
        {
            if (options.Modifiers is not null) throw CliException.Wrong($"--modifiers: {task.Name} has listed sets; add --regenerate-modifiers to draw others");
            return (AdsArchTask.ListedSets, true);
        }

        var count = options.Modifiers ?? task.RandomSets;
        ImmutableArray<ModifierSet> sets = [.. Enumerable.Range(0, count).Select(i => RandomModifiers.Draw(task, options.QpsMin ?? task.QpsMin, options.Seed, i))];
        await say($"{Name} {task.Name}: with {count} modifier sets drawn from seed {options.Seed}");
        if (file is not null) await KeepAsync(file, ModifierFile.Write(sets), options.IsFresh, cancellationToken);
        return (sets, false);
    }

    /// <summary>The runs beside the file were made on its sets, so it changes only together with them.</summary>
    private static async Task KeepAsync(string file, string sets, bool isFresh, CancellationToken cancellationToken)
    {
        if (!isFresh && File.Exists(file) && await File.ReadAllTextAsync(file, cancellationToken) != sets)
            throw CliException.Wrong($"--regenerate-modifiers: {file} holds other sets; name another directory, or --fresh to start over.");
        await File.WriteAllTextAsync(file, sets, cancellationToken);
    }
}
