using ArchOpt.Search.Constraints;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>
/// Bayesian optimisation: after a small first design, a Gaussian process of the loss and one of each constraint say which configuration
/// promises the largest improvement (Jones, Schonlau and Welch 1998).
/// </summary>
public sealed class GaussianProcessSearch : IStrategy
{
    public const string Name = "gp";

    private const int MostPending = 64;
    private const int Incumbents = 5;

    private readonly StrategyProblem problem;
    private readonly BoundedHistory history;
    private readonly FeasibilityModel feasibility;
    private readonly FitSchedule schedule = new();
    private readonly CandidateSpace space;
    private readonly CandidateSearch search;
    private readonly FirstDesign design;
    private readonly ObjectiveModel objective;
    private readonly Scalarization scalarization;
    private readonly int warmUp;
    private HistoryEntry[] fitted = [];
    private long fittedAt;

    public GaussianProcessSearch(StrategyProblem problem)
    {
        this.problem = problem;
        var encoding = new SpaceEncoding(problem.Space);
        warmUp = (int)(problem.Settings.Numbers.TryGetValue("first_design", out var size) ? size : DefaultDesign);
        history = new(problem.Space, encoding, problem.Seed);
        feasibility = new(problem);
        space = new(problem.Space, encoding);
        search = new(space);
        design = new(space, warmUp, problem.Seed);
        scalarization = new(problem.Objectives, problem.Seed);
        objective = new(
            KernelStructure.Of(encoding.Dimensions, additive: true), [.. encoding.Dimensions.Select(dimension => dimension.Kind)], scalarization);
    }

    public static StrategyDescription Description { get; } = new(
        Name,
        [new("first_design", DefaultDesign, 1, 1_000, WholeNumber: true, Meaning: "configurations of the first design, before there is a model")],
        problem => new GaussianProcessSearch(problem),
        _ => null);

    private const int DefaultDesign = 4;

    public void Observe(Observation observation)
    {
        history.Observe(observation);
        feasibility.Observe(observation);
        if (!schedule.IsDue(history.Observed)) return;
        fitted = [.. history.Entries];
        fittedAt = history.Observed;
    }

    /// <exception cref="InfeasibleSpaceException">No configuration that satisfies the rules was found.</exception>
    public Proposal Propose(ProposalRequest request)
    {
        if (space.Dimensions > ModelSize.MostDimensions)
            return new Proposal.Next(space.Space.Sample(request.Stream()), $"random sample: {space.Dimensions} dimensions are too many to model (at most {ModelSize.MostDimensions})");
        if (history.Observed + request.Pending.Length < warmUp || space.Dimensions == 0)
            return new Proposal.Next(design.At(request), "first design");

        var model = objective.For(request.Number, fitted, fittedAt, history.Entries, history.Observed);
        var pending = Pending(request);
        var acquisition = new Acquisition(model?.Surrogate.Believing(pending), model?.Best ?? double.PositiveInfinity, feasibility, space.Dimensions);
        var tried = history.Entries.Select(entry => entry.Hash).ToHashSet();
        tried.UnionWith(request.Hashes());
        var best = search.Best(acquisition, Best(request.Number), configuration => tried.Contains(configuration.Hash), request.Stream());
        if (best.Count == 0) return new Proposal.Next(space.Space.Sample(request.Stream()), "random sample: the model's candidates were tried");
        var choice = best[Math.Min(request.Round, best.Count - 1)];
        return new Proposal.Next(choice.Configuration!, acquisition.Improves ? "largest expected improvement" : "most likely to be feasible");
    }

    /// <summary>What is in flight, encoded, in number order whatever the order of the request.</summary>
    private List<EncodedPoint> Pending(ProposalRequest request) =>
    [
        .. request.Pending.OrderBy(pending => pending.Number).ThenBy(pending => pending.Configuration.Hash.Value)
            .Where(pending => ConfigurationValidation.Check(problem.Space, pending.Configuration).IsEmpty)
            .TakeLast(MostPending)
            .Select(pending => space.PointOf(pending.Configuration)),
    ];

    /// <summary>The best points: feasible ones by loss, then those that violate least.</summary>
    private List<EncodedPoint> Best(long number)
    {
        var losses = scalarization.Losses(history.Entries, scalarization.VectorOf(number));
        return
        [
            .. Enumerable.Range(0, losses.Length)
                .Where(i => history.Entries[i].Feasibility is not null && !history.Entries[i].IsUnexplained)
                .OrderBy(i => history.Entries[i].Feasibility == true ? 0 : history.Entries[i].Violation)
                .ThenBy(i => double.IsNaN(losses[i]) ? double.PositiveInfinity : losses[i])
                .Take(Incumbents)
                .Select(i => history.Entries[i].Point),
        ];
    }
}
