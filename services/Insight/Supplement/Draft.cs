using System.Collections.Immutable;
using System.Globalization;
using ArchOpt.Insight.Trends;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight.Supplement;

/// <summary>A plan in the making: what is tried already, and what the space has become. Not thread-safe.</summary>
internal sealed class Draft(InsightData data, ImmutableArray<Trend> trends, SupplementSettings settings)
{
    private readonly HashSet<Configuration> taken = [.. data.Trials.Select(trial => trial.Configuration)];
    private readonly ConfigurationEdit edit = new(data);
    private readonly Dictionary<string, double[]> tried = ParameterColumns.Of(data.Space, data.Trials).ToDictionary(
        column => column.Path,
        column => column.Values.Where(value => value is { Kind: ParameterValueKind.Number }).Select(value => value!.Value.Number).Distinct().Order().ToArray());
    private int sets;

    public InsightData Data => data;

    public ImmutableArray<Trend> Trends => trends;

    public SupplementSettings Settings => settings;

    public SearchSpace Space { get; private set; } = data.Space;

    public InsightTrial Champion => data.Best!;

    /// <summary>The numbers that any trial has at a path, ascending.</summary>
    public double[] Tried(string path) => tried[path];

    /// <summary>Adds a trial if its configuration is possible and new.</summary>
    public bool TryAdd(List<SupplementTrial> trials, Configuration from, IReadOnlyList<(string Path, ParameterValue Value)> changes, string reason)
    {
        var space = Space;
        if (edit.With(space, from, changes) is not { } configuration)
        {
            if (!settings.Widen || Widened(space, changes) is not { } wider || edit.With(wider, from, changes) is not { } outside) return false;
            (space, configuration) = (wider, outside);
        }

        if (!taken.Add(configuration)) return false;
        Space = space;
        trials.Add(new((trials.Count + 1).ToString(CultureInfo.InvariantCulture), configuration, reason));
        return true;
    }

    /// <summary>The set with the next letter; null when no trial is in it.</summary>
    /// <param name="expectations">Made from the trials once they have their letter.</param>
    public SupplementSet? Set(string name, InsightTrial from, List<SupplementTrial> trials, Func<ImmutableArray<SupplementTrial>, IEnumerable<Expectation>> expectations)
    {
        if (trials.Count == 0) return null;
        var letter = sets < 26 ? ((char)('A' + sets)).ToString() : $"S{sets + 1}.";
        sets++;
        ImmutableArray<SupplementTrial> named = [.. trials.Select(trial => trial with { Id = letter + trial.Id })];
        return new(letter, name, from.Number, from.Value!.Value, from.Configuration, from.Group, named, [.. expectations(named)]);
    }

    /// <summary><c>A1</c>, <c>A1-A3</c>, <c>A1, A4</c>.</summary>
    public static string Names(IReadOnlyList<SupplementTrial> trials, ImmutableArray<SupplementTrial> all) => trials.Count > 1 && all.IndexOf(trials[^1]) - all.IndexOf(trials[0]) == trials.Count - 1
        ? $"{trials[0].Id}-{trials[^1].Id}"
        : string.Join(", ", trials.Select(trial => trial.Id));

    public static Expectation Beats(IReadOnlyList<SupplementTrial> better, IReadOnlyList<SupplementTrial> than, ImmutableArray<SupplementTrial> all, string then) => new(
        $"{Names(better, all)} {(better.Count > 1 ? "beat" : "beats")} {Names(than, all)}", then, [.. better.Select(trial => trial.Id)], [.. than.Select(trial => trial.Id)]);

    /// <summary>That one of them, or the only one, is better than the trial that the set starts from.</summary>
    public static Expectation BeatsBase(ImmutableArray<SupplementTrial> all, InsightTrial from, string then) => new(
        $"{(all.Length > 1 ? $"the best of {Names(all, all)}" : all[0].Id)} beats trial {from.Number}", then, [.. all.Select(trial => trial.Id)], []);

    private static SearchSpace? Widened(SearchSpace space, IEnumerable<(string Path, ParameterValue Value)> changes)
    {
        foreach (var (path, value) in changes)
        {
            if (value.Kind != ParameterValueKind.Number) continue;
            if (SpaceWidening.For(space, path, value.Number) is not { } wider) return null;
            space = wider;
        }

        return space;
    }
}
