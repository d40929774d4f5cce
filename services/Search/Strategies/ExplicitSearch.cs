using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies;

/// <summary>
/// Runs a list of configurations in its order, each as often as it stands there; constants that an entry leaves out are added.
/// </summary>
/// <remarks>
/// An entry counts as run when its configuration was observed or is pending, whoever proposed it. So an entry whose
/// trial was cancelled is proposed again, and one that was enqueued by hand is not run twice.
/// It is the one strategy that may run what is known to be infeasible: it was told to.
/// </remarks>
public sealed class ExplicitSearch : IStrategy
{
    public const string Name = "explicit";

    private readonly ImmutableArray<Configuration> configurations;
    private readonly Dictionary<ConfigurationHash, Queue<int>> entries = []; // entries not yet observed, by configuration
    private readonly SortedSet<int> open;

    public ExplicitSearch(StrategyProblem problem)
    {
        configurations = [.. problem.Settings.Configurations.Select(problem.Space.Complete)];
        open = [.. Enumerable.Range(0, configurations.Length)];
        foreach (var entry in open)
        {
            if (!entries.TryGetValue(configurations[entry].Hash, out var queue)) entries.Add(configurations[entry].Hash, queue = []);
            queue.Enqueue(entry);
        }
    }

    public static StrategyDescription Description { get; } = new(Name, [], problem => new ExplicitSearch(problem), Problem)
    {
        AllowsRepeats = true,
        TakesConfigurations = true,
    };

    public void Observe(Observation observation)
    {
        if (entries.TryGetValue(observation.Configuration.Hash, out var queue) && queue.TryDequeue(out var entry)) open.Remove(entry);
    }

    public Proposal Propose(ProposalRequest request)
    {
        var pending = request.Pending.GroupBy(p => p.Configuration.Hash).ToDictionary(group => group.Key, group => group.Count());
        foreach (var entry in open)
        {
            var hash = configurations[entry].Hash;
            if (pending.GetValueOrDefault(hash) == 0)
                return new Proposal.Next(configurations[entry], $"entry {entry + 1} of {configurations.Length}");
            pending[hash]--;
        }

        return open.Count == 0
            ? new Proposal.Exhausted("the list is done")
            : new Proposal.Wait("the rest of the list is in flight");
    }

    private static string? Problem(StrategyProblem problem)
    {
        var list = problem.Settings.Configurations;
        if (list.IsDefaultOrEmpty) return "explicit needs at least one configuration";
        for (var i = 0; i < list.Length; i++)
        {
            var errors = ConfigurationValidation.Check(problem.Space, problem.Space.Complete(list[i]));
            if (!errors.IsEmpty) return $"configurations[{i}].{errors[0]}";
        }

        return null;
    }
}
