using ArchOpt.Analysis.Charts;
using ArchOpt.Search.Randomness;

namespace ArchOpt.Analysis.Tests.Charts;

public sealed class points_that_fall_together
{
    private static readonly Box Area = new(60, 40, 700, 380);

    [Theory]
    [InlineData(10, 100)]
    [InlineData(5_000, 300)]
    [InlineData(5_000, 1)]
    [InlineData(20_000, 3_000)]
    public void are_drawn_once_for_each_cell_of_the_finest_grid_that_makes_them_few(int count, int most)
    {
        var stream = RandomStream.For(9, count);
        Pixel[] points = [.. Enumerable.Range(0, count).Select(_ => new Pixel(60 + (700 * stream.NextDouble()), 40 + (380 * Math.Pow(stream.NextDouble(), 3))))];

        var merged = PointCloud.Merged(points, Area, most);

        merged.ShouldBe(Expected(points, most));
        merged.Count.ShouldBeInRange(1, Math.Max(most, 1));
    }

    [Fact]
    public void are_one_point_where_all_are_the_same() => PointCloud.Merged(Enumerable.Repeat(new Pixel(60, 40), 50), Area, 10).ShouldBe([new Pixel(60, 40)]);

    private static IEnumerable<Pixel> Expected(Pixel[] points, int most)
    {
        Pixel[] merged = points;
        for (var cell = 1.0; merged.Length > most; cell *= 1.5)
        {
            var size = cell;
            merged = [.. points.DistinctBy(point => (Math.Floor(point.X / size), Math.Floor(point.Y / size)))];
        }

        return merged;
    }
}
