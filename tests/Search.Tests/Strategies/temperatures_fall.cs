using ArchOpt.Search.Strategies.Annealing;

namespace ArchOpt.Search.Tests.Strategies;

public class temperatures_fall
{
    [Fact]
    public void Logarithmic_cooling_follows_its_formula()
    {
        var schedule = new CoolingSchedule.Logarithmic(0.5);
        var temperature = 0.5;
        for (var k = 1; k <= 1000; k++)
        {
            temperature = schedule.Next(temperature);
            temperature.ShouldBe(0.5 / Math.Log(Math.E + k), 1e-12);
        }
    }

    [Fact]
    public void After_reheating_it_goes_on_from_the_temperature_that_it_has()
    {
        var schedule = new CoolingSchedule.Logarithmic(1);
        schedule.Next(1 / Math.Log(Math.E + 41)).ShouldBe(1 / Math.Log(Math.E + 42), 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-300)]
    [InlineData(1e-9)]
    public void However_cold_it_neither_rises_nor_overflows(double temperature) =>
        new CoolingSchedule.Logarithmic(1).Next(temperature).ShouldBeInRange(0, temperature);

    [Fact]
    public void Geometric_cooling_takes_the_same_share_each_time() =>
        new CoolingSchedule.Geometric(0.9).Next(0.5).ShouldBe(0.45, 1e-15);
}
