using ArchOpt.Analysis.Charts;

namespace ArchOpt.Analysis.Tests.Charts;

public sealed class letters_have_room
{
    [Theory]
    [InlineData("learning_rate", "learning_rate")]
    [InlineData("a_parameter_with_a_name_that_is_too_long_for_it", "a_parameter…for_it")]
    [InlineData("", "")]
    public void a_name_that_is_too_long_loses_its_middle(string name, string expected) => Letters.Fit(name, 125, 12).ShouldBe(expected);

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(400)]
    public void what_was_shortened_fits(double width)
    {
        foreach (var name in new[] { new string('W', 200), string.Concat(Enumerable.Repeat("🦄é漢", 80)), "שלום עולם שלום עולם שלום" })
            Letters.Width(Letters.Fit(name, width, 12), 12).ShouldBeLessThanOrEqualTo(Math.Max(width, 12));
    }

    [Theory]
    [InlineData("a\u0000b\tc\nd", "a b c d")]
    [InlineData("\u202Eevil\u2066", "evil")]
    [InlineData("a\uFFFEb", "ab")]
    [InlineData("e\u0301\u0301\u0301\u0301\u0301", "e\u0301\u0301")]
    [InlineData("שלום", "שלום\u200E")]
    public void what_a_document_cannot_hold_or_a_reader_cannot_see_is_taken_out(string text, string expected)
    {
        Letters.Clean(text).ShouldBe(expected);
        Letters.Clean(expected).ShouldBe(expected);
    }

    [Fact]
    public void half_a_letter_is_replaced() => Letters.Clean(new string([(char)0xD800, 'x'])).ShouldBe("\uFFFDx");

    [Fact]
    public void wrapped_lines_fit_and_lose_no_word()
    {
        const string text = "Members of the front are better than every other trial in one of the two objectives or the other";

        var lines = Letters.Wrap(text, 200, 12).ToArray();

        lines.Length.ShouldBeGreaterThan(2);
        lines.ShouldAllBe(line => Letters.Width(line, 12) <= 200);
        string.Join(' ', lines).ShouldBe(text);
    }

    [Fact]
    public void labels_of_points_that_lie_together_do_not_cover_each_other_nor_the_points()
    {
        var area = new Box(0, 0, 400, 300);
        var placement = new LabelPlacement(area);
        (double X, double Y)[] points = [(200, 150), (203, 152), (198, 149), (201, 160), (199, 140)];
        foreach (var (x, y) in points) placement.Take(new Box(x, y, 0, 0).Grown(7));

        var texts = points.SelectMany((point, i) => placement.Place(point.X, point.Y, 7, $"0.512{i} (trial {i})")).Where(element => element.Name.LocalName == "text")
            .Select(element => new Plots.DrawnText(element).Box).ToArray();

        texts.Length.ShouldBe(points.Length);
        texts.ShouldAllBe(text => area.Contains(text) && points.All(point => !text.Overlaps(new Box(point.X, point.Y, 0, 0).Grown(7))));
        for (var i = 0; i < texts.Length; i++) texts.Skip(i + 1).ShouldAllBe(other => !other.Overlaps(texts[i]));
    }

    [Fact]
    public void a_label_without_room_is_left_out() =>
        new LabelPlacement(new(0, 0, 50, 50)).Place(25, 25, 7, "a label that is wider than all there is", size: 12).ShouldBeEmpty();
}
