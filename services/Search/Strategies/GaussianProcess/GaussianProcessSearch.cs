using ArchOpt.Search.Constraints;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>
/// Bayesian optimisation: after a small first design, a Gaussian process of the loss and one of each constraint say which configuration
/// promises the largest improvement (Jones, Schonlau and Welch 1998).
/// </summary>
/// <remarks>
/// <para>
/// In a conditional space every third trial may look into a branch that was visited little (<see cref="BranchVisits"/>). Of the other trials every second one searches around the best point alone, the others everywhere. Defaults were chosen on the public benchmark suite together with
/// six functions outside it (3 to 4 seeds), and on the ads architecture benchmark.
/// </para>
/// <para>
/// Several objectives are scalarised, each trial with another weight vector. Hyperparameters are fitted at counts that a schedule fixes and from
/// fixed starts, to at most 256 points, fewer in many dimensions: the cost of a proposal is bounded in operations. Beyond 1,000
/// encoded dimensions it samples at random and says so.
/// </para>
/// </remarks>
public sealed class GaussianProcessSearch : IStrategy
{
    public const string Name = "gp";

    private const int MostPending = 64;
    private const int Incumbents = 5;
    private const int SmallestDesign = 3, LargestDesign = 8;

    private readonly StrategyProblem problem;
    private readonly ModelHistory history;
    private readonly FeasibilityModel feasibility;
    private readonly CandidateSpace space;
    private readonly CandidateSearch search;
    private readonly FirstDesign design;
    private readonly ObjectiveModel objective;
    private readonly Scalarization scalarization;
    private readonly BranchVisits visits;
    private readonly int warmUp;

    public GaussianProcessSearch(StrategyProblem problem)
    {
        this.problem = problem;
        var encoding = SpaceEncoding.Of(problem.Space);
        warmUp = problem.Settings.Numbers.TryGetValue("first_design", out var size) ? (int)size : DesignFor(encoding);
        history = new(problem.Space, encoding, problem.Seed);
        feasibility = new(encoding, problem.Constraints, history);
        space = new(problem.Space, encoding);
        search = new(space);
        visits = new(space);
        design = new(space, warmUp, problem.Seed);
        scalarization = new(problem.Objectives, problem.Seed);
        objective = new(
            KernelStructure.Of(encoding.Dimensions, additive: true), [.. encoding.Dimensions.Select(ModelDimension.Of)], scalarization);
    }

    public static StrategyDescription Description { get; } = new(
        Name,
        [new("first_design", null, 1, 1_000, WholeNumber: true, Meaning:
            "configurations of the first design, before there is a model; by default two for each choice of the largest categorical, at least 4 and at most 8")],
        problem => new GaussianProcessSearch(problem),
        _ => null);

    public void Observe(Observation observation) => history.Observe(observation);

    /// <exception cref="InfeasibleSpaceException">No configuration that satisfies the rules was found.</exception>
    public Proposal Propose(ProposalRequest request)
    {
        if (space.Dimensions > ModelSize.MostDimensions)
            return new Proposal.Next(space.Space.Sample(request.Stream()), $"random sample: {space.Dimensions} dimensions are too many to model (at most {ModelSize.MostDimensions})");
        if (history.Observed + request.Pending.Length < warmUp || space.Dimensions == 0)
            return new Proposal.Next(design.At(request), "first design");

        var pending = Pending(request);
        return visits.Due(request.Number, history.Entries, pending) is { } branch && Within(branch, request, pending) is { } look ? look
            : Within(null, request, pending) ?? new Proposal.Next(space.Space.Sample(request.Stream()), "random sample: the model's candidates were tried");
    }

    /// <summary>
    /// The best candidate of the space or of a branch of it, or null where all candidates were tried. A branch is modelled on its own, as soon as there is
    /// anything to model, and has to improve on itself alone.
    /// </summary>
    private Proposal.Next? Within(Branch? branch, ProposalRequest request, List<EncodedPoint> pending)
    {
        var model = (branch is null ? null : objective.Within(branch, request.Number, history.Entries))
            ?? objective.For(request.Number, history);
        var acquisition = new Acquisition(model?.Surrogate.Believing(pending), model?.Best ?? double.PositiveInfinity, feasibility, space.Dimensions);
        var tried = history.Entries.Select(entry => entry.Hash).ToHashSet();
        tried.UnionWith(request.Hashes());
        var isLocal = branch is null && acquisition.Improves && space.HasContinuous && request.Number % 2 == 0;
        var best = search.Best(acquisition, Best(request.Number, branch), configuration => tried.Contains(configuration.Hash), request.Stream(), isLocal, branch);
        if (best.Count == 0) return null;
        var choice = best[Math.Min(request.Round, best.Count - 1)];
        var why = acquisition.Improves ? "largest expected improvement" : "most likely to be feasible";
        return new(choice.Configuration!, branch is null ? why : $"{why} where {branch}");
    }

    /// <summary>
    /// Every choice is tried about twice before a model is trusted; numbers need fewer points, and a search of ten trials cannot spend more.
    /// </summary>
    private static int DesignFor(SpaceEncoding encoding)
    {
        var choices = encoding.Dimensions.Where(dimension => dimension.Kind == DimensionKind.Categorical).Max(dimension => dimension.Levels) ?? 0;
        return (int)Math.Clamp(2 * choices, SmallestDesign, LargestDesign);
    }

    /// <summary>What is in flight, encoded, in number order whatever the order of the request.</summary>
    private List<EncodedPoint> Pending(ProposalRequest request) =>
    [
        .. request.Pending.OrderBy(pending => pending.Number).ThenBy(pending => pending.Configuration.Hash.Value)
            .Where(pending => ConfigurationValidation.Check(problem.Space, pending.Configuration).IsEmpty)
            .TakeLast(MostPending)
            .Select(pending => space.PointOf(pending.Configuration)),
    ];

    /// <summary>The best points, of a branch or of all: feasible ones by loss, then those that violate least.</summary>
    private List<EncodedPoint> Best(long number, Branch? branch)
    {
        var losses = scalarization.Losses(history.Entries, scalarization.VectorOf(number));
        return
        [
            .. Enumerable.Range(0, losses.Length)
                .Where(i => history.Entries[i].Feasibility is not null && !history.Entries[i].IsUnexplained && branch?.Contains(history.Entries[i].Point) != false)
                .OrderBy(i => history.Entries[i].Feasibility == true ? 0 : history.Entries[i].Violation)
                .ThenBy(i => double.IsNaN(losses[i]) ? double.PositiveInfinity : losses[i])
                .Take(Incumbents)
                .Select(i => history.Entries[i].Point),
        ];
    }
}
