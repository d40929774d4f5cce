using System.Globalization;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.Resilient;

/// <summary>
/// What may be tried next in a group, best idea first: what its mode says, then steps that grow wider, then random samples drawn
/// towards the origin. Every one is a point of the space, obeys its rules and is within the growth bound; whoever asks skips what
/// was tried.
/// </summary>
internal sealed class Candidates(ResilientSettings settings, ModelGroupSpace space)
{
    /// <summary>Draws of one kind before the next kind has its turn.</summary>
    private const int Draws = 16;

    private const int Samples = 64;

    /// <summary>How often a model that is too large is brought half way back.</summary>
    private const int Halvings = 8;

    public IEnumerable<Proposal.Next> Of(GroupSearch group, SearchOrigin origin, RandomStream stream)
    {
        var first = group.Mode switch
        {
            SearchMode.Local => Local(group, origin, stream),
            SearchMode.Jump => stream.NextBoolean(settings.JumpProbability) ? Jumps(group, origin, stream) : SmallSteps(group, origin, stream),
            _ => [],
        };
        return first.Concat(Steps(group, origin, stream)).Concat(Random(origin, stream)); // one at a time: most of them are never drawn
    }

    private IEnumerable<Proposal.Next> Local(GroupSearch group, SearchOrigin origin, RandomStream stream)
    {
        var reason = $"local exploration {group.LocalIteration} of {settings.Local.Iterations} around {origin.Name}";
        bool InReach(Parameter parameter, ParameterValue value) =>
            origin.Configuration.TryGet(parameter.Name, out var centre) && settings.Local.Allows(parameter, value, centre);
        for (var draw = 0; draw < 2 * Draws; draw++)
        {
            var drawn = Perturbation.Vicinity(space.Space, origin.Configuration, settings.MoveShare, settings.Local, stream);
            if (space.Fit(drawn, InReach) is { } candidate && settings.Growth.Admits(candidate, origin.Configuration)) yield return new(candidate, reason);
        }
    }

    /// <summary>All demanding parameters reduced, then some of them.</summary>
    private IEnumerable<Proposal.Next> Jumps(GroupSearch group, SearchOrigin origin, RandomStream stream)
    {
        var reduced = settings.Reductions
            .Where(reduction => origin.Configuration.TryGet(reduction.Parameter.Name, out _))
            .Select(reduction => (Reduction: reduction, Value: reduction.Of(origin.Configuration[reduction.Parameter.Name])))
            .Where(one => one.Value is not null)
            .ToArray();
        if (reduced.Length == 0) yield break;
        for (var draw = 0; draw < Draws; draw++)
        {
            var chosen = reduced.Where(_ => draw == 0 || stream.NextBoolean()).ToDictionary(one => one.Reduction.Parameter.Name, StringComparer.Ordinal);
            if (chosen.Count == 0) continue;
            var jump = space.Space.Build(parameter => chosen.TryGetValue(parameter.Name, out var one) ? one.Value!.Value
                : origin.Configuration.TryGet(parameter.Name, out var kept) ? kept
                : Moderation.Value(parameter));
            var fitted = space.Fit(jump, (parameter, value) => !chosen.TryGetValue(parameter.Name, out var one)
                || one.Reduction.Allows(value, origin.Configuration[parameter.Name]));
            if (fitted is null || settings.Growth.Of(fitted) > settings.Growth.Of(origin.Configuration)) continue;
            yield return new(fitted, $"conservative jump: {Changes(origin.Configuration, fitted)} (stagnant for {group.Stagnation})");
        }
    }

    private IEnumerable<Proposal.Next> SmallSteps(GroupSearch group, SearchOrigin origin, RandomStream stream)
    {
        for (var draw = 0; draw < Draws; draw++)
        {
            if (Step(origin, settings.Step, stream) is { } candidate)
                yield return new(candidate, $"small step around {origin.Name} (stagnant for {group.Stagnation})");
        }
    }

    private IEnumerable<Proposal.Next> Steps(GroupSearch group, SearchOrigin origin, RandomStream stream)
    {
        for (var draw = 0; draw < 2 * Draws; draw++)
        {
            // What was tried already is found again and again by steps of one size in a small space.
            var step = settings.StepAfter(group.Stagnation + draw / 2);
            if (Step(origin, step, stream) is { } candidate) yield return new(candidate, $"normal step around {origin.Name}");
        }
    }

    private IEnumerable<Proposal.Next> Random(SearchOrigin origin, RandomStream stream)
    {
        for (var sample = 0; sample < Samples; sample++)
        {
            if (Bound(space.Space.Draw(stream), origin.Configuration) is { } candidate)
                yield return new(candidate, $"random sample: the steps around {origin.Name} were tried");
        }
    }

    private Configuration? Step(SearchOrigin origin, double step, RandomStream stream) =>
        Bound(Perturbation.Step(space.Space, origin.Configuration, settings.MoveShare, step, stream), origin.Configuration);

    /// <summary>The configuration, fitted to the rules, and as long as it is too large brought half way back.</summary>
    public Configuration? Bound(Configuration drawn, Configuration origin)
    {
        for (var halving = 0; halving <= Halvings; halving++)
        {
            var candidate = halving == 0 ? drawn : Moderation.Towards(space.Space, drawn, origin, Math.Pow(0.5, halving));
            if (space.Fit(candidate) is { } fitted && settings.Growth.Admits(fitted, origin)) return fitted;
        }

        return null;
    }

    private static string Changes(Configuration from, Configuration to) => string.Join(", ", to.Entries
        .Where(entry => from.TryGet(entry.Key, out var before) && before != entry.Value && entry.Value.Kind == ParameterValueKind.Number)
        .Select(entry => $"{entry.Key} {Short(from[entry.Key])} -> {Short(entry.Value)}"));

    private static string Short(ParameterValue value) =>
        value.Kind == ParameterValueKind.Number ? value.Number.ToString("G4", CultureInfo.InvariantCulture) : value.ToString();
}
