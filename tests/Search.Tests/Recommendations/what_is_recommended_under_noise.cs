using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Recommendations;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Search.Tests.Recommendations;

public class what_is_recommended_under_noise
{
    private static readonly SearchSpace Square = new([new FloatParameter("x", 0, 1), new FloatParameter("y", 0, 1)], []);
    private static readonly StrategyProblem Problem = new(Square, 1, 100, StrategySettings.None);

    [Fact]
    public void is_truly_better_than_the_luckiest_draw()
    {
        var (recommended, luckiest) = (0.0, 0.0);
        for (var seed = 0; seed < 8; seed++)
        {
            var observations = Draws(seed, noise: 0.2);
            recommended += Truth(Recommendation.Of(Problem, observations)!.Configuration);
            luckiest += Truth(observations.MinBy(o => o.Losses[0])!.Configuration);
        }

        recommended.ShouldBeLessThan(0.6 * luckiest);
    }

    [Fact]
    public void says_how_good_it_expects_it_to_be()
    {
        var recommendation = Recommendation.Of(Problem, Draws(3, noise: 0.2))!;
        recommendation.StandardError.ShouldBeInRange(0.01, 0.3);
        Truth(recommendation.Configuration).ShouldBe(recommendation.Loss, 4 * recommendation.StandardError);
        recommendation.Observations.ShouldBe(50);
    }

    [Fact]
    public void is_the_best_one_where_there_is_no_noise()
    {
        var observations = Draws(1, noise: 0);
        Recommendation.Of(Problem, observations)!.Number.ShouldBe(observations.MinBy(o => o.Losses[0])!.Number);
    }

    [Fact]
    public void breaks_no_constraint_and_was_not_stopped_early()
    {
        var observations = Draws(2, noise: 0.1).Select(o => (o.Number % 3) switch
        {
            0 => o with { Outcome = ObservedOutcome.Pruned, Losses = [-9] },
            1 => o with { Constraints = [0.5] },
            _ => o with { Constraints = [-0.5] },
        }).ToList();
        (Recommendation.Of(Problem with { Constraints = 1 }, observations)!.Number % 3).ShouldBe(2);
    }

    [Fact]
    public void is_nothing_where_nothing_can_be_learnt()
    {
        Recommendation.Of(Problem, []).ShouldBeNull();
        Recommendation.Of(Problem, Draws(1, noise: 0).Select(o => o with { Losses = [1] })).ShouldBeNull();
        Recommendation.Of(Problem, Draws(1, noise: 0).Select(o => o with { Outcome = ObservedOutcome.Failed, Losses = [] })).ShouldBeNull();
        Recommendation.Of(Problem with { Objectives = 2 }, Draws(1, noise: 0)).ShouldBeNull();
    }

    private static List<Observation> Draws(long seed, double noise) =>
    [
        .. Enumerable.Range(0, 50).Select(number =>
        {
            var stream = RandomStream.For(seed, number);
            var configuration = Square.Sample(stream);
            return new Observation(number, configuration, ObservedOutcome.Completed, [Truth(configuration) + noise * stream.NextNormal()]);
        }),
    ];

    private static double Truth(Configuration c)
    {
        var (x, y) = (c["x"].Number - 0.3, c["y"].Number - 0.6);
        return 2 * (x * x + y * y);
    }
}
