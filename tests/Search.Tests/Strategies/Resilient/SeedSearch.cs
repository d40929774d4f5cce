using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Groups;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using ArchOpt.Search.Strategies.Resilient;

namespace ArchOpt.Search.Tests.Strategies.Resilient;

/// <summary>The search of the second seed document: its parameters, bounds, rules and groups.</summary>
internal static class SeedSearch
{
    public const long Seed = 5;

    public static SearchSpace Space { get; } = new(
        [
            new CategoricalParameter("model", SampleSpaces.Values("GAT+RL", "GT+RL", "DGT+RL")),
            new IntParameter("embedding_dim", 64, 1024),
            new IntParameter("n_layers", 2, 16),
            new IntParameter("n_heads", 2, 32),
            new FloatParameter("learning_rate", 1e-5, 1e-2, Log: true),
            new FloatParameter("dropout", 0, 0.5),
            new IntParameter("batch_size", 8, 512),
            new OrdinalParameter("update_every", SampleSpaces.Values(1, 2, 4), SampleSpaces.When("model", "DGT+RL")),
        ],
        [new Rule("embedding_dim % n_heads == 0"), new Rule("batch_size is power of 2")]);

    /// <summary>GAT+RL, then GT+RL from its best, then DGT+RL from the best of both.</summary>
    public static GroupPlan Plan(long? trials = 40) => new("model",
    [
        new ModelGroup("GAT+RL", trials, []),
        new ModelGroup("GT+RL", trials, ["GAT+RL"]),
        new ModelGroup("DGT+RL", trials, ["GAT+RL", "GT+RL"]),
    ]);

    /// <summary>The seed's temperature configuration: four layers of 128.</summary>
    public static Configuration Start { get; } = Model("GAT+RL");

    public static Configuration Model(string model, int dim = 128, int layers = 4, int heads = 8, double rate = 1e-3, double dropout = 0.15, int batch = 64)
    {
        var configuration = Configuration.Of(
            ("model", model), ("embedding_dim", dim), ("n_layers", layers), ("n_heads", heads), ("learning_rate", rate), ("dropout", dropout), ("batch_size", batch));
        return model == "DGT+RL" ? configuration.With("update_every", 2) : configuration;
    }

    public static double Size(Configuration c) => c["n_layers"].Number * c["embedding_dim"].Number * c["embedding_dim"].Number;

    public static StrategyProblem Problem(GroupPlan? plan = null, SearchSpace? space = null, params (string Name, double Value)[] settings) =>
        Simulation.Problem(ResilientSearch.Name, space ?? Space, settings.ToDictionary(s => s.Name, s => s.Value), seed: Seed) with { Groups = plan };

    public static History Begin(params (string Name, double Value)[] settings) => new(Problem(settings: settings));

    public static History Begin(GroupPlan plan, params (string Name, double Value)[] settings) => new(Problem(plan, settings: settings));

    /// <summary>A validation cost with its minimum at 96 dimensions, 4 layers, a learning rate of 1e-3: 0.5 there.</summary>
    public static double Cost(Configuration c) => 0.5
        + 0.02 * Math.Abs(Math.Log2(c["embedding_dim"].Number / 96))
        + 0.01 * Math.Abs(c["n_layers"].Number - 4)
        + 0.02 * Math.Abs(Math.Log10(c["learning_rate"].Number) + 3)
        + 0.02 * Math.Abs(c["dropout"].Number - 0.15);
}

/// <summary>A strategy that is told what happened, line by line.</summary>
internal sealed class History(StrategyProblem problem)
{
    private readonly IStrategy strategy = StrategyCatalogue.Create(ResilientSearch.Name, problem);
    private readonly List<PendingConfiguration> pending = [];
    private long number;

    public StrategyProblem Problem => problem;

    public ImmutableArray<SearchState> States => ((IDescribesSearch)strategy).States;

    public SearchState State => States.Single(state => state.IsCurrent);

    public ImmutableArray<PendingConfiguration> Pending => [.. pending];

    /// <summary>The next number is taken and its configuration observed.</summary>
    public History Observe(Configuration configuration, double loss) => Observe(new Observation(number++, configuration, ObservedOutcome.Completed, [loss]));

    public History Observe(Configuration configuration, ObservedOutcome outcome) =>
        Observe(new Observation(number++, configuration, outcome, outcome == ObservedOutcome.Pruned ? [0.0] : [], outcome == ObservedOutcome.Infeasible ? double.NaN : 0));

    public History Observe(Observation observation)
    {
        strategy.Observe(observation);
        return this;
    }

    public Proposal Ask() => strategy.Propose(new(number, SeedSearch.Seed, [.. pending]));

    public Proposal.Next Next() => Ask().ShouldBeOfType<Proposal.Next>();

    /// <summary>What it would answer under many other numbers: the distribution that it draws from.</summary>
    public IReadOnlyList<Proposal.Next> Many(int count = 100) =>
        [.. Enumerable.Range(0, count).Select(i => strategy.Propose(new(number + i, SeedSearch.Seed, [.. pending])).ShouldBeOfType<Proposal.Next>())];

    /// <summary>The next proposal starts and has not ended.</summary>
    public PendingConfiguration Start(Configuration? configuration = null)
    {
        var started = new PendingConfiguration(number++, configuration ?? Next().Configuration);
        pending.Add(started);
        return started;
    }

    public void Finish(PendingConfiguration started, double? loss)
    {
        pending.Remove(started);
        Observe(new Observation(started.Number, started.Configuration, loss is null ? ObservedOutcome.Failed : ObservedOutcome.Completed, loss is { } value ? [value] : []));
    }

    /// <summary>So many proposals run one after the other with a loss that is no improvement.</summary>
    public History Stagnate(int count, double loss = 9)
    {
        for (var i = 0; i < count; i++) Observe(Next().Configuration, loss);
        return this;
    }
}
