using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Import.Columns;
using ArchOpt.Studies.Import.Files;
using ArchOpt.Studies.Import.Inference;

namespace ArchOpt.Studies.Import.Building;

/// <summary>
/// Finds the space of a study that is new or may grow, and refuses the rows that it cannot hold. Rows that turn out bad do not shape it: it
/// is found again without them.
/// </summary>
internal sealed class SpaceBuilder(RawFile file, ColumnPlan plan, ImportTarget? target)
{
    private const int MostRounds = 4;
    private readonly HashSet<string> dropped = new(StringComparer.Ordinal);

    /// <summary>Columns that looked like parameters and are none; those with numbers are metrics.</summary>
    public ImmutableArray<RawColumn> Dropped => [.. plan.Parameters.Where(parameter => dropped.Contains(ParameterPath.Top(parameter.Path))).Select(parameter => parameter.Column)];

    /// <param name="candidates">Those that stay are points of the space.</param>
    /// <returns>Null when no row is left.</returns>
    /// <exception cref="UnusableFileException">The space cannot hold what the study has already.</exception>
    public SearchSpace? Build(List<Candidate> candidates)
    {
        for (var round = 1; candidates.Count > 0; round++)
        {
            var space = Infer(candidates);
            var before = candidates.Count;
            candidates.RemoveAll(candidate => !RowCheck.Holds(space, candidate));
            if (candidates.Count == before || round == MostRounds) return candidates.Count == 0 ? null : space;
        }

        return null;
    }

    private SearchSpace Infer(List<Candidate> candidates)
    {
        Configuration[] old = [.. target?.Trials.Select(trial => trial.Configuration) ?? []];
        if (target is not null)
        {
            foreach (var candidate in candidates) candidate.Configuration = target.Definition.Space.Fit(candidate.Configuration);
        }

        var kept = Kept(candidates);
        while (true)
        {
            IReadOnlyList<Configuration> all = [.. old, .. candidates.Select(candidate => candidate.Configuration)];
            var inferred = SpaceInference.Of(all, Paths(), plan.Group?.Parameter, kept);
            if (inferred.Space is { } space && !Settle(inferred.Unexplained, space, candidates, old)) return Checked(space, kept, old, all);
            if (inferred.Space is null) throw new UnusableFileException(0, "", "no column is a parameter; name the parameters");
        }
    }

    /// <summary>What holds all that came stays as it is: a person may have corrected it.</summary>
    private Dictionary<string, Parameter> Kept(List<Candidate> candidates)
    {
        if (target is null) return [];
        var wrong = candidates.Where(candidate => !RowCheck.IsPlain(target.Definition.Space, candidate.Configuration)).SelectMany(candidate => ConfigurationValidation.Check(target.Definition.Space, candidate.Configuration))
            .Select(error => error.Path).Distinct(StringComparer.Ordinal).Select(Top).ToHashSet(StringComparer.Ordinal);
        return target.Definition.Space.Parameters.Where(parameter => !wrong.Contains(parameter.Name)).ToDictionary(parameter => parameter.Name, StringComparer.Ordinal);
    }

    /// <summary>Deals with parameters that some trials lack for no reason; true when something changed and the space must be found again.</summary>
    private bool Settle(ImmutableArray<string> unexplained, SearchSpace space, List<Candidate> candidates, Configuration[] old)
    {
        var changed = false;
        foreach (var name in unexplained)
        {
            var lackingOld = old.Count(configuration => !configuration.TryGet(name, out _));
            var lacking = candidates.Count(candidate => !candidate.Configuration.TryGet(name, out _));
            if (space.Parameters.First(parameter => parameter.Name == name) is ListParameter && lackingOld == 0)
            {
                foreach (var candidate in candidates.Where(candidate => !candidate.Configuration.TryGet(name, out _)))
                    candidate.Configuration = candidate.Configuration.With(name, ParameterValue.Of([]));
                changed = true;
            }
            else if (!plan.Chosen.Contains(name) && (lackingOld > 0 || lacking > candidates.Count / 2))
            {
                foreach (var candidate in candidates) candidate.Configuration = candidate.Configuration.Without(name);
                file.LeftOut[name] = lackingOld > 0 ? "the study's trials have no such parameter" : "is empty in most rows, and no other column says why";
                dropped.Add(name);
                changed = true;
            }
            else if (lackingOld > 0)
            {
                throw new UnusableFileException(0, name, $"{lackingOld:N0} of the study's trials have no '{name}', and no parameter's value says why: it cannot become a parameter");
            }
        }

        return changed;
    }

    private SearchSpace Checked(SearchSpace space, Dictionary<string, Parameter> kept, Configuration[] old, IReadOnlyList<Configuration> all)
    {
        if (target is not null) space = space with { Rules = target.Definition.Space.Rules };
        var errors = SpaceValidation.Check(space);
        if (!errors.IsEmpty && kept.Count > 0 && SpaceInference.Of(all, Paths(), plan.Group?.Parameter).Space is { } whole)
        {
            space = space with { Parameters = whole.Parameters }; // a condition that was kept spoke of values that are no longer single ones
            errors = SpaceValidation.Check(space);
        }

        if (!errors.IsEmpty) throw new UnusableFileException([.. errors.Take(ImportLimits.Problems).Select(error => new ImportProblem(0, 0, error.Path, error.Message))]);
        for (var i = 0; i < old.Length; i++)
        {
            if (!RowCheck.IsPlain(space, old[i]) && ConfigurationValidation.Check(space, old[i]) is [var error, ..])
                throw new UnusableFileException(0, error.Path, $"with this file the study could no longer hold its own trial {target!.Trials[i].Row:N0}: {error.Message}");
        }

        return space;
    }

    private List<string> Paths() =>
    [
        .. Paths(target?.Definition.Space, ""),
        .. plan.Group is { Value: not null } ? [plan.Group.Parameter] : Array.Empty<string>(),
        .. plan.Parameters.Select(parameter => parameter.Path).Where(path => !dropped.Contains(ParameterPath.Top(path))),
    ];

    private static IEnumerable<string> Paths(SearchSpace? space, string prefix) => space?.Parameters.SelectMany(parameter =>
        parameter is ListParameter list ? Paths(list.Element, $"{prefix}{list.Name}[0].") : [prefix + parameter.Name]) ?? [];

    private static string Top(string path) => path.IndexOf('[', StringComparison.Ordinal) is > 0 and var end ? path[..end] : path;
}
