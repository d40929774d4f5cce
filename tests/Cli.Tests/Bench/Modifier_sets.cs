using ArchOpt.Cli.Bench.AdsArch;
using ArchOpt.Evaluation.Evaluators.AdsArch;
using FsCheck;
using FsCheck.Fluent;

namespace ArchOpt.Cli.Tests.Bench;

public class Modifier_sets
{
    private static readonly AdsArchTask Task20 = AdsArchTask.All.Single(task => task.Name == "20x5");

    [Fact]
    public void Drawn_at_random_lie_on_the_grid_and_their_weights_sum_to_one() => ForAll(set =>
    {
        var positions = set.Modifiers.Positions;
        positions.Sum(p => p.NeWeight).ShouldBe(1, 1e-9);
        positions.Sum(p => p.QpsWeight).ShouldBe(1, 1e-9);
        foreach (var p in positions)
        {
            foreach (var number in new[] { p.NeWeight, p.QpsWeight, p.FlopsScale, p.WidthScale, p.DepthScale }) (number * 20).ShouldBe(Math.Round(number * 20), 1e-9);
            p.NeWeight.ShouldBeGreaterThanOrEqualTo(0.05);
            p.QpsWeight.ShouldBeGreaterThanOrEqualTo(0.05);
            p.FlopsScale.ShouldBeInRange(0.35, 1);
            p.WidthScale.ShouldBeInRange(0.05, 0.65);
            p.DepthScale.ShouldBeInRange(0.05, 0.65);
        }
    });

    [Fact]
    public void Drawn_at_random_come_with_a_baseline_on_the_ladder_that_is_fast_enough() => ForAll(set =>
    {
        var baseline = set.Baseline!.Value;
        new AdsArchSimulator(Task20.Problem with { Modifiers = set.Modifiers }).Evaluate(baseline.AsSpan()).Qps.ShouldBeGreaterThanOrEqualTo(Task20.QpsMin);
        baseline.Length.ShouldBeInRange(1, 5);
        baseline.ShouldAllBe(sub => Task20.Widths.Contains(sub.Width) && sub.Depth >= 1 && sub.Depth <= 5);
    });

    [Fact]
    public void Survive_their_file() => ForAll(set =>
        ModifierFile.Read("file", ModifierFile.Write([set, AdsArchTask.ListedSets[1], set]), Task20).ShouldBe([set, AdsArchTask.ListedSets[1], set]));

    [Fact]
    public void Depend_on_seed_and_index_alone()
    {
        RandomModifiers.Draw(Task20, 6000, 3, 5).ShouldBe(RandomModifiers.Draw(Task20, 6000, 3, 5));
        RandomModifiers.Draw(Task20, 6000, 3, 6).ShouldNotBe(RandomModifiers.Draw(Task20, 6000, 3, 5));
        RandomModifiers.Draw(Task20, 6000, 4, 5).ShouldNotBe(RandomModifiers.Draw(Task20, 6000, 3, 5));
    }

    [Theory]
    [InlineData("a,b\n", "file:1: must be set,position,a,b,f,x,d,baseline (was 'a,b')")]
    [InlineData("set,position,a,b,f,x,d,baseline\n1,1,1,1,1,1,1,\n", "file: must have 5 lines for each set (has 1 lines)")]
    [InlineData("set,position,a,b,f,x,d,baseline\n1,1,1,1,1,1,1,64x9\n1,2,1,1,1,1,1,\n1,3,1,1,1,1,1,\n1,4,1,1,1,1,1,\n1,5,1,1,1,1,1,\n", "file:2: baseline: must be widths times layers such as 256x2 64x1 (was '64x9')")]
    [InlineData("set,position,a,b,f,x,d,baseline\n1,1,1,one,1,1,1,\n1,2,1,1,1,1,1,\n1,3,1,1,1,1,1,\n1,4,1,1,1,1,1,\n1,5,1,1,1,1,1,\n", "file:2: b: must be a number (was 'one')")]
    [InlineData("set,position,a,b,f,x,d,baseline\n1,2,1,1,1,1,1,\n1,1,1,1,1,1,1,\n1,3,1,1,1,1,1,\n1,4,1,1,1,1,1,\n1,5,1,1,1,1,1,\n", "file:2: must be set 1, position 1 (was 1, 2)")]
    public void Are_refused_with_the_line_that_is_wrong(string text, string mistake) =>
        Should.Throw<CliException>(() => ModifierFile.Read("file", text, Task20)).Lines.ShouldBe([mistake]);

    [Theory]
    [InlineData("4096x2 64x1", "baseline: must have widths on the ladder of 20x5: 64, 128, 256, 512, 1024, 2048 (was 4096x2)")]
    [InlineData("64x1 192x1", "baseline: must have widths on the ladder of 20x5: 64, 128, 256, 512, 1024, 2048 (was 192x1)")]
    [InlineData("64x1 64x1 64x1 64x1 64x1 64x1", "baseline: must have at most 5 sub-architectures (has 6)")]
    public void Are_refused_with_a_baseline_that_is_off_the_ladder_of_the_task(string baseline, string mistake)
    {
        var lines = ModifierFile.Write([AdsArchTask.ListedSets[1], AdsArchTask.ListedSets[2]]).Split('\n');
        lines[6] += baseline; // the first line of the second set

        Should.Throw<CliException>(() => ModifierFile.Read("file", string.Join('\n', lines), Task20)).Lines.ShouldBe([$"file:7: set 2: {mistake}"]);
    }

    [Fact]
    public void Are_refused_where_the_simulator_has_no_learning_curves()
    {
        var wide = AdsArchTask.All.Single(task => task.Name == "40x5wide");
        var flat = new ModifierSet(Modifiers.FromRows([.. Enumerable.Range(0, 5).Select(_ => new double[] { 1, 1, 0, 0, 0 })]), null);

        Should.Throw<CliException>(() => ModifierFile.Read("file", ModifierFile.Write([flat]), wide)).Lines.Single()
            .ShouldBe("file:2: set 1: under its modifiers larger architectures are not better on 40x5wide, so that there are no learning curves");
    }

    [Fact]
    public async Task Are_kept_and_used_again()
    {
        using var directory = new TemporaryDirectory();
        string[] call = ["bench", "ads-arch", "--task", "20x5", "--strategies", "random", "--seeds", "1", "--out", directory.Path];
        var drawn = await Archopt.RunAsync([.. call, "--regenerate-modifiers", "--modifiers", "3", "--seed", "9"]);
        drawn.ExitCode.ShouldBe(0, drawn.Error);
        var sets = await File.ReadAllTextAsync(directory["modifiers-20x5.csv"], TestContext.Current.CancellationToken);

        var again = await Archopt.RunAsync(call);

        again.Output.ShouldBe(drawn.Output);
        again.Error.ShouldContain("with the modifier sets in " + directory["modifiers-20x5.csv"]);
        ModifierFile.Read("", sets, Task20).Length.ShouldBe(3);
        var other = await Archopt.RunAsync([.. call, "--regenerate-modifiers", "--modifiers", "3", "--seed", "10"]);
        other.ExitCode.ShouldBe(2, "runs on other sets must not be mixed with these");
        other.ErrorLines[^1].ShouldEndWith("modifiers-20x5.csv holds other sets; name another directory, or --fresh to start over.");
        (await File.ReadAllTextAsync(directory["modifiers-20x5.csv"], TestContext.Current.CancellationToken)).ShouldBe(sets);
    }

    private static void ForAll(Action<ModifierSet> promise) => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNegativeInt>(),
        seed => promise(RandomModifiers.Draw(Task20, Task20.QpsMin, seed.Get, seed.Get % 7))).Check(Config.QuickThrowOnFailure.WithMaxTest(50));
}
