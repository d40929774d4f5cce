using System.Text;
using ArchOpt.Studies.Trials;
using FsCheck;
using FsCheck.Fluent;

namespace ArchOpt.Studies.Tests.Trials;

public class the_end_of_a_log
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("  indented\t x  ", "  indented  x")]
    [InlineData("\u001b[1;31mred\u001b[0m and \u001b[2Kcleared", "red and cleared")]
    [InlineData("\u009b31mred", "red")]
    [InlineData("\u001b]8;;https://a.b/c\u0007link\u001b]8;;\u001b\\ end", "link end")]
    [InlineData("\u001b]0;a title that never ends", null)]
    [InlineData("\u001b", null)]
    [InlineData("bell\u0007 null\0 delete\u007f", "bell null delete")]
    [InlineData("whole \ud83d\ude00 pair", "whole \ud83d\ude00 pair")]
    [InlineData("a\u2028b", "a b")]
    [InlineData("one\r\ntwo\n\n three", "one\ntwo\n three")]
    [InlineData(" \n\t", null)]
    [InlineData("", null)]
    public void steers_no_terminal_and_is_valid_text(string printed, string? shown) => LogTail.Of(printed).ShouldBe(shown);

    [Fact]
    public void replaces_half_of_a_surrogate_pair() => LogTail.Of(string.Concat("half ", "\ud83d\ude00".AsSpan(0, 1), " pair")).ShouldBe("half \ufffd pair");

    [Fact]
    public void nothing_is_nothing() => LogTail.Of((string?)null).ShouldBeNull();

    [Fact]
    public void holds_whole_lines_as_many_as_fit()
    {
        var tail = LogTail.Of(Enumerable.Range(0, 1_000).Select(i => $"line {i:0000}")).ShouldNotBeNull();

        tail.Length.ShouldBe((200 * 10) - 1);
        tail.Split('\n').ShouldBe(Enumerable.Range(800, 200).Select(i => $"line {i:0000}"));
    }

    [Fact]
    public void of_a_last_line_that_is_too_long_is_its_beginning()
    {
        var tail = LogTail.Of(["before", string.Concat(Enumerable.Repeat("\ud83d\ude00", 5_000))]).ShouldNotBeNull();

        tail.Length.ShouldBeLessThanOrEqualTo(LogTail.MostCharacters);
        tail.ShouldEndWith("...");
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(tail)).ShouldBe(tail);
    }

    [Fact]
    public void is_the_end_of_itself() => Prop.ForAll<string>(text =>
    {
        var tail = LogTail.Of(text);
        LogTail.Of(tail).ShouldBe(tail);
        if (tail is null) return;
        tail.Length.ShouldBeLessThanOrEqualTo(LogTail.MostCharacters);
        tail.Where(c => c != '\n').ShouldAllBe(c => !char.IsControl(c));
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(tail)).ShouldBe(tail);
    }).QuickCheckThrowOnFailure();
}
