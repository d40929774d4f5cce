using ArchOpt.Search.Pruners;

namespace ArchOpt.Search.Tests.Pruners;

/// <summary>The table of Li et al. 2018 (R = 81, eta = 3), and what becomes of it when no trial waits for another.</summary>
public sealed class the_brackets_of_hyperband
{
    private static readonly HyperbandBrackets Paper = new(1, 81, 3);

    [Fact]
    public void are_those_of_the_papers_table()
    {
        Paper.All.Select(b => (b.S, b.Trials, b.FirstResource)).ShouldBe([(4, 81L, 1d), (3, 34L, 3d), (2, 15L, 9d), (1, 8L, 27d), (0, 5L, 81d)]);
        Paper.All.Select(b => b.Rungs.ToArray()).ShouldBe([[1, 3, 9, 27], [3, 9, 27], [9, 27], [27], []]);
    }

    [Fact]
    public void share_a_round_of_trials_as_the_paper_says()
    {
        var round = Enumerable.Range(0, 143).CountBy(n => Paper.Of(n)).OrderBy(pair => pair.Key).Select(pair => (long)pair.Value);
        round.ShouldBe(Paper.All.Select(b => b.Trials));
    }

    [Fact]
    public void have_had_their_share_after_any_number_of_trials()
    {
        var counts = new double[5];
        for (var n = 0; n < 500; n++)
        {
            counts[Paper.Of(n)]++;
            for (var i = 0; i < 5; i++) Math.Abs(counts[i] - ((n + 1) * Paper.All[i].Trials / 143.0)).ShouldBeLessThan(1.5);
        }
    }

    [Fact]
    public void do_not_depend_on_the_order_in_which_they_are_asked_for()
    {
        var backwards = new HyperbandBrackets(1, 81, 3);
        foreach (var n in Enumerable.Range(0, 300).Reverse()) backwards.Of(n).ShouldBe(Paper.Of(n));
    }

    [Theory]
    [InlineData(500, 2_000, 3, "500|1500;1500")]
    [InlineData(1, 100, 3, "1|3|9|27|81;3|9|27|81;9|27|81;27|81;81")]
    [InlineData(1, 2, 3, "1")]
    [InlineData(4, 64, 4, "4|16;16;")]
    public void begin_at_min_resource_and_end_below_max_resource(double min, double max, double eta, string rungs) =>
        string.Join(';', new HyperbandBrackets(min, max, eta).All.Select(b => string.Join('|', b.Rungs))).ShouldBe(rungs);

    [Fact]
    public void without_a_largest_resource_are_one_that_never_ceases_to_cut()
    {
        var bracket = new HyperbandBrackets(500, null, 3).All.ShouldHaveSingleItem();
        bracket.Rungs.Take(4).ShouldBe([500, 1500, 4500, 13500]);
    }

    [Fact]
    public void are_named_as_W_and_B_names_them()
    {
        // W&B's documentation: max_iter 27, eta 3, s 2 cut at 9 and 3; min_iter 3, eta 3 cut at 3, 9, 27, 81, ...
        Curves.Pruner("hyperband", ("max_iter", 27), ("s", 2), ("eta", 3)).Steps.ShouldBe([3, 9]);
        Curves.Pruner("hyperband", ("min_iter", 3)).Steps.Take(4).ShouldBe([3, 9, 27, 81]);
    }

    [Fact]
    public void compare_a_trial_with_its_own_bracket_only()
    {
        var pruner = Curves.Pruner("hyperband", ("max_resource", 81));
        var late = Enumerable.Range(0, 143).First(n => Paper.Of(n) == 3);
        for (var n = 0; n < 143; n++)
        {
            if (Paper.Of(n) == 0) pruner.Stops(n, 1, -100 - n).ShouldBeFalse();
        }

        pruner.RunUntilStopped(late, [.. Enumerable.Repeat(5.0, 81)]).ShouldBeNull();
    }

    [Fact]
    public void keep_one_in_eta_when_trials_come_in_any_order()
    {
        var pruner = Curves.Pruner("hyperband", ("max_resource", 81), ("brackets", 1));
        var losses = Enumerable.Range(0, 81).Select(n => (double)(n * 37 % 81)).ToArray();
        var survivors = Enumerable.Range(0, 81).Where(n => !pruner.Stops(n, 1, losses[n])).ToArray();
        survivors.Length.ShouldBeInRange(22, 32); // the paper's 27, give or take those that came early and had few to be compared with
        survivors.ShouldContain(Array.IndexOf(losses, 0.0));
        pruner.Reason(100, 1, 50).ShouldBe("at step 1 it ranks 51 of 82, and the first 27 go on");
    }

    [Fact]
    public void name_the_bracket_where_there_are_several()
    {
        var pruner = Curves.Pruner("hyperband", ("max_resource", 9));
        var numbers = Enumerable.Range(0, 22).Where(n => new HyperbandBrackets(1, 9, 3).Of(n) == 0).Take(2).ToArray();
        pruner.Stops(numbers[0], 1, 1).ShouldBeFalse();
        pruner.Reason(numbers[1], 1, 2).ShouldBe("at step 1 it ranks 2 of 2, and only the first goes on (bracket 2)");
    }
}
