using ArchOpt.Search.Pruners;

namespace ArchOpt.Search.Tests.Pruners;

/// <summary>A trial is stopped when it has not improved for so many steps.</summary>
public sealed class being_patient
{
    [Theory]
    [InlineData(3, 0, null, "5 4 3 2 1", null)]
    [InlineData(3, 0, null, "5 4 4 4 4", 5)]
    [InlineData(3, 0, null, "5 4 4 4 3.9 4 4 4", 8)]
    [InlineData(3, 0.5, null, "5 4.6 4.4 4.2 4.1 3.6", null)] // 4.4 improves on 5 by 0.6; 4.2, 4.1 do not on 4.4, and 3.6 does
    [InlineData(3, 1, null, "5 4.5 4.2 4", 4)]
    [InlineData(2, 0, 6d, "5 5 5 5 5 5 5", 6)]
    [InlineData(2, 0, null, "NaN NaN NaN", 3)]
    [InlineData(2, 0, null, "5 NaN inf", 3)]
    public void is_counted_from_the_last_improvement(int steps, double minDelta, double? minSteps, string losses, int? stopped)
    {
        (string, double)[] settings = [("patience", steps), ("min_delta", minDelta), .. minSteps is { } min ? [("min_steps", min)] : Array.Empty<(string, double)>()];
        var values = losses.Split(' ').Select(t => t == "inf" ? double.PositiveInfinity : double.Parse(t, System.Globalization.CultureInfo.InvariantCulture));
        Curves.Pruner("patience", settings).RunUntilStopped(0, [.. values]).ShouldBe(stopped);
    }

    [Fact]
    public void counts_steps_and_not_reports()
    {
        var pruner = Curves.Pruner("patience", ("patience", 100));
        pruner.Stops(0, 100, 1).ShouldBeFalse();
        pruner.Stops(0, 150, 1).ShouldBeFalse();
        pruner.Reason(0, 200, 1).ShouldBe("at step 200 it has not improved since step 100");
    }

    [Fact]
    public void stops_nothing_before_the_studys_min_epochs()
    {
        var problem = Curves.Problem("patience", ("patience", 1)) with { FirstStep = 4 };
        PrunerCatalogue.Create("patience", problem).RunUntilStopped(0, 1, 1, 1, 1).ShouldBe(4);
        var description = PrunerCatalogue.Find("patience")!;
        description.Check(Curves.Problem("patience", ("min_steps", 2)) with { FirstStep = 4 }).ShouldHaveSingleItem()
            .Message.ShouldBe("must be >= stopping.min_epochs, before which no run ends (was 2 < 4)");
        description.Check(Curves.Problem("patience", ("min_steps", 4)) with { FirstStep = 4 }).ShouldBeEmpty();
    }

    [Fact]
    public void does_not_lose_the_best_of_a_run_of_many_steps()
    {
        var pruner = Curves.Pruner("patience", ("patience", 5_000));
        pruner.Stops(0, 1, 1).ShouldBeFalse();
        for (var step = 2; step <= 5_000; step++) pruner.Stops(0, step, 2).ShouldBeFalse();
        pruner.Stops(0, 5_001, 2).ShouldBeTrue();
    }
}
