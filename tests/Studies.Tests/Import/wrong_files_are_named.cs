using System.Text;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Import;

namespace ArchOpt.Studies.Tests.Import;

public sealed class wrong_files_are_named
{
    [Theory]
    [InlineData("", "a.csv", "the file is empty")]
    [InlineData("  \n", "a.json", "the file is empty")]
    [InlineData("lr,loss\n", "a.csv", "the file has a header and no trials")]
    [InlineData("[]", "a.json", "the file has no trials")]
    [InlineData("lr,lr,loss\n1,2,3\n", "a.csv", "two columns have this name")]
    [InlineData("lr,config.lr,loss\n1,2,3\n", "a.csv", "is the name of two columns: 'lr', 'config.lr'")]
    [InlineData("lr,,loss\n1,2,3\n", "a.csv", "column 2 of 3 has no name")]
    [InlineData("hello", "notes", "cannot be told to be CSV or JSON; say which format it has (csv, json, optuna, wandb)")]
    [InlineData("PK\0\0", "notes", "is no text: write the trials as CSV or JSON")]
    [InlineData("hello", "a.json", "is not JSON: it must start with [ or {")]
    [InlineData("[{\"lr\": 1, \"loss\": 2}", "a.json", "is not JSON: the array is not closed")]
    [InlineData("[{\"lr\": 1, \"loss\"", "a.json", "is not JSON: it ends within a trial")]
    [InlineData("[{\"lr\": 1, \"loss\": 2}] x", "a.json", "is not JSON: something follows the array")]
    [InlineData("model,kind\na,b\nc,d\n", "a.csv", "no column holds numbers that could be the objective")]
    [InlineData("lr,loss,acc\n1,2,3\n", "a.csv", "say which column is the objective (loss, acc)")]
    [InlineData("loss\n1\n", "a.csv", "no column is a parameter; name the parameters")]
    public async Task as_a_whole(string text, string name, string message)
    {
        var reading = await Importing.Read(text, name);
        reading.Definition.ShouldBeNull();
        reading.Trials.ShouldBeEmpty();
        reading.Problems[0].Row.ShouldBe(0);
        reading.Problems[0].Message.ShouldBe(message);
    }

    [Fact]
    public async Task names_that_the_file_does_not_have()
    {
        var reading = await Importing.Csv("dropout,width,loss\n0.1,2,3\n", request => request with { Parameters = ["dropuot", "depth", "width"], Objective = "los" });
        reading.Problems.Select(problem => problem.Message).ShouldBe(
        [
            "there is no column 'dropuot', did you mean 'dropout'?",
            "there is no column 'depth'",
            "there is no column 'los', did you mean 'loss'? (loss)",
        ]);
    }

    [Fact]
    public async Task an_objective_without_numbers()
    {
        var reading = await Importing.Csv("lr,loss\n1,high\n2,low\n", request => request with { Objective = "loss" });
        reading.Problems.Single().Message.ShouldBe("the objective 'loss' has no number in any row");
    }

    [Fact]
    public async Task objectives_that_are_empty_text_or_not_finite()
    {
        var reading = await Importing.Csv("lr,loss\n1,1\n2,\n3,nan\n4,-inf\n5,oops\n6,1e400\n7,2\n");
        Importing.Messages(reading).ShouldBe(
        [
            "2/3 loss: a completed trial needs its objective 'loss' (is empty)",
            "5/6 loss: the objective must be a number (was \"oops\")",
        ]);
        reading.Trials.Select(trial => trial.Metrics["loss"]).ShouldBe([1, double.NaN, double.NegativeInfinity, double.PositiveInfinity, 2]);
    }

    [Fact]
    public async Task rows_with_too_few_or_too_many_cells_or_a_parameter_that_is_not_finite()
    {
        var reading = await Importing.Csv("lr,loss\n1,1\n2\n3,3,3\ninf,4\n5,5\n");
        Importing.Messages(reading).ShouldBe(
        [
            "2/3 : has 1 cells under 2 columns",
            "3/4 : has 3 cells under 2 columns",
            "4/5 lr: must be finite (was Infinity)",
        ]);
    }

    [Fact]
    public async Task bytes_that_are_not_utf8_and_quotes_out_of_place()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes("kind,loss\na,1\nb"), 0xFF, .. Encoding.UTF8.GetBytes("c,2\nd\"e,3\n\"f\"g,4\nh,5\n\"never,6\n")];
        var reading = await Importing.Read(new MemoryStream(bytes), "a.csv");
        Importing.Messages(reading).ShouldBe(
        [
            "2/3 : is not valid UTF-8",
            "3/4 : has a quote inside a cell that is not quoted",
            "4/5 : has text after a closing quote",
            "6/7 : has a quote that is never closed",
        ]);
        reading.Trials.Select(trial => trial.Configuration["kind"].Text).ShouldBe(["a", "h"]);
    }

    [Fact]
    public async Task a_line_that_never_ends_is_not_kept()
    {
        var reading = await Importing.Read(new Endless("kind,loss\na,1\n\""u8.ToArray(), 64L << 20), "a.csv");
        reading.Definition.ShouldBeNull();
        reading.Problems.Single().Message.ShouldStartWith("is not CSV");
    }

    [Fact]
    public async Task too_many_rows_end_the_reading_there()
    {
        var file = new Endless("k,loss\n"u8.ToArray(), 1L << 30, "1,2\n"u8.ToArray());
        var reading = await Importing.Read(file, "a.csv");
        reading.Problems.Single().ShouldBe(new(0, ImportLimits.Rows + 2, "", "a file must have at most 250,000 trials; import it in parts"));
        file.Given.ShouldBeLessThan(16L << 20, "the rest of the gigabyte was not read");
    }

    [Fact]
    public async Task too_many_columns()
    {
        var reading = await Importing.Csv(string.Join(',', Enumerable.Range(0, 10_001).Select(i => $"c{i}")) + ",loss\n1\n");
        reading.Problems.Single().Message.ShouldBe("a file must have at most 10,000 columns");
    }

    [Fact]
    public async Task at_most_a_thousand_problems_are_listed_and_all_are_counted()
    {
        var reading = await Importing.Csv("lr,loss\n1,1\n2,2\n" + string.Concat(Enumerable.Repeat("3,\n", 1_500)));
        (reading.Problems.Length, reading.BadRows, reading.Trials.Length).ShouldBe((1_000, 1_500, 2));
    }

    [Fact]
    public async Task a_study_name_that_no_study_can_have()
    {
        var reading = await Importing.Csv("lr,loss\n1,1\n2,2\n", request => request with { Study = "my study" });
        reading.Problems.Single().Field.ShouldBe("study");
    }

    [Fact]
    public async Task a_goal_that_is_not_the_studys()
    {
        var first = await Importing.Csv("lr,loss\n1,1\n2,2\n");
        var second = await Importing.Csv("lr,loss\n1,1\n2,2\n", request => request with { Goal = Goal.Maximize, Objective = "lr" }, Importing.Into(first));
        second.Problems.Select(problem => problem.Message).ShouldBe(["the study's objective is 'loss' (was 'lr')", "the study's goal is to minimize 'loss' (was maximize)"]);
    }

    /// <summary>So many bytes, made as they are read.</summary>
    private sealed class Endless(byte[] start, long length, byte[]? repeated = null) : Stream
    {
        private readonly byte[] repeated = repeated ?? [(byte)'x'];

        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get => Given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var many = (int)Math.Min(count, length - Given);
            for (var i = 0; i < many; i++, Given++) buffer[offset + i] = Given < start.Length ? start[Given] : repeated[(Given - start.Length) % repeated.Length];
            return many;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
