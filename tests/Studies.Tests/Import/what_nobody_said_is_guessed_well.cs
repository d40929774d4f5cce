using System.Globalization;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Tests.Import;

public sealed class what_nobody_said_is_guessed_well
{
    [Theory]
    [InlineData("val_auc", Goal.Maximize)]
    [InlineData("testAccuracy", Goal.Maximize)]
    [InlineData("episode_reward", Goal.Maximize)]
    [InlineData("score", Goal.Maximize)]
    [InlineData("val_loss", Goal.Minimize)]
    [InlineData("score_error", Goal.Minimize)]
    [InlineData("neg_log_likelihood", Goal.Minimize)]
    [InlineData("value", Goal.Minimize)]
    public async Task more_is_better_where_the_name_says_so(string metric, Goal goal)
    {
        var reading = await Importing.Csv($"lr,{metric}\n0.1,1\n0.2,2\n0.3,3\n", request => request with { Objective = metric });
        reading.Definition!.Objectives.ShouldHaveSingleItem().Goal.ShouldBe(goal);
    }

    [Fact]
    public async Task a_goal_that_is_given_stands()
    {
        var reading = await Importing.Csv("lr,auc\n0.1,1\n0.2,2\n", request => request with { Objective = "auc", Goal = Goal.Minimize });
        reading.Definition!.Objectives.ShouldHaveSingleItem().Goal.ShouldBe(Goal.Minimize);
    }

    [Fact]
    public async Task numbers_drawn_from_a_range_are_parameters_to_the_left_of_a_known_one_and_metrics_behind_all_of_them()
    {
        var random = new Random(4);
        var rows = Enumerable.Range(0, 60).Select(i => string.Create(CultureInfo.InvariantCulture, $"{random.NextDouble()},{32 << (i % 3)},{random.NextDouble()},{random.NextDouble()}"));
        var reading = await Importing.Csv("first,batch_size,other,y\n" + string.Join('\n', rows), request => request with { Objective = "y" });
        reading.Definition!.Space.Parameters.Select(parameter => parameter.Name).ShouldBe(["first", "batch_size"]);
        reading.Definition.Space.Parameters[0].ShouldBeOfType<FloatParameter>();
        reading.Metrics.ShouldContain("other");
    }

    [Fact]
    public async Task what_a_training_ended_with_is_a_metric_though_it_has_the_name_of_a_size()
    {
        var reading = await Importing.Csv("latent_dim,val_rec,active_dims\n32,0.5,16\n64,0.4,30\n128,0.6,20\n", request => request with { Objective = "val_rec" });
        reading.Definition!.Space.Parameters.ShouldHaveSingleItem().Name.ShouldBe("latent_dim");
        reading.Metrics.ShouldContain("active_dims");
    }
}
