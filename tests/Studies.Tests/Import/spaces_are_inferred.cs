using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Import;

namespace ArchOpt.Studies.Tests.Import;

public sealed class spaces_are_inferred
{
    [Fact]
    public async Task what_the_seed_document_searched()
    {
        (await Importing.Inferred(9, 0.1, 0.3, 0.5, 0.7)).ShouldBe(new FloatParameter("p", 0.1, 0.7, Step: 0.2));
        (await Importing.Inferred(9, 1e-5, 5e-5, 1e-4, 5e-4)).ShouldBe(new FloatParameter("p", 1e-5, 5e-4, Log: true));
        (await Importing.Inferred(9, 2, 3, 4, 6, 7, 8)).ShouldBe(new IntParameter("p", 2, 8));
        Ladder(await Importing.Inferred(9, 48, 96, 128)).ShouldBe([48, 96, 128]);
        Ladder(await Importing.Inferred(9, 48, 64, 96, 128, 192)).ShouldBe([48, 64, 96, 128, 192]);
        Ladder(await Importing.Inferred(9, 2, 4, 8)).ShouldBe([2, 4, 8]);
        Ladder(await Importing.Inferred(9, 0, 1e-5, 1e-4, 1e-3)).ShouldBe([0, 1e-5, 1e-4, 1e-3], "zero has no logarithm");
        Ladder(await Importing.Inferred(9, 2, 4)).ShouldBe([2, 4]);
    }

    [Fact]
    public async Task steps_where_most_of_a_grid_was_tried()
    {
        (await Importing.Inferred(3, 0, 0.25, 0.5, 1)).ShouldBe(new FloatParameter("p", 0, 1, Step: 0.25));
        (await Importing.Inferred(3, 10, 20, 30, 50)).ShouldBe(new IntParameter("p", 10, 50, Step: 10));
        (await Importing.Inferred(3, -2, -1, 0, 1)).ShouldBe(new IntParameter("p", -2, 1));
        (await Importing.Inferred(3, 3, 4)).ShouldBe(new IntParameter("p", 3, 4));
    }

    [Fact]
    public async Task the_noise_of_binary_arithmetic_makes_no_values()
    {
        (await Importing.Inferred(5, 0.1, 0.2, 0.1 + 0.2, 0.3, 0.4, 0.1 * 7 - 0.2)).ShouldBe(new FloatParameter("p", 0.1, 0.5, Step: 0.1));
        Ladder(await Importing.Inferred(5, 0, 0.3, 0.1 + 0.2, 0.9, 3.7)).ShouldBe([0, 0.3, 0.9, 3.7]);
    }

    [Fact]
    public async Task logarithms_for_what_was_drawn_over_decades()
    {
        var drawn = await Importing.Inferred(1, [.. Enumerable.Range(0, 60).Select(i => 1e-5 * Math.Pow(10, 4 * ((i * 0.6180339887) % 1)))]);
        drawn.ShouldBeOfType<FloatParameter>().Log.ShouldBeTrue();
        var even = await Importing.Inferred(1, [.. Enumerable.Range(0, 60).Select(i => 0.004 + ((i * 0.6180339887) % 1))]);
        even.ShouldBeOfType<FloatParameter>().Log.ShouldBeFalse("two decades, but evenly filled");
        var widths = await Importing.Inferred(1, [.. Enumerable.Range(0, 60).Select(i => Math.Round(8 * Math.Pow(2, 8 * ((i * 0.6180339887) % 1))))]);
        widths.ShouldBeOfType<IntParameter>().Log.ShouldBeTrue();
        var few = await Importing.Inferred(9, 1e-4, 1e-3, 1e-2);
        few.ShouldBe(new FloatParameter("p", 1e-4, 1e-2, Log: true));
    }

    [Fact]
    public async Task a_range_holds_its_ends_to_the_last_bit()
    {
        double[] values = [.. Enumerable.Range(1, 30).Select(i => Math.Sqrt(i))];
        var range = (await Importing.Inferred(1, values)).ShouldBeOfType<FloatParameter>();
        (range.Low, range.High).ShouldBe((Math.Sqrt(1), Math.Sqrt(30)));
    }

    [Fact]
    public async Task numbers_that_each_occur_once_are_a_range_and_no_ladder() =>
        (await Importing.Inferred(1, 17, 33, 90, 121, 64)).ShouldBe(new IntParameter("p", 17, 121));

    [Fact]
    public async Task words_and_booleans_are_choices_in_the_order_of_people()
    {
        Choices(await Importing.Inferred(["20M", "2M", "200M"])).ShouldBe(["2M", "20M", "200M"]);
        Choices(await Importing.Inferred(["True", "false"])).ShouldBe([false, true]);
        Choices(await Importing.Inferred(["none", "5", "10"])).ShouldBe([5, 10, "none"], "text that comes again and again is meant");
    }

    [Fact]
    public async Task one_value_is_a_constant() =>
        (await Importing.Inferred(3, 0.5)).ShouldBe(new ConstantParameter("p", 0.5));

    [Fact]
    public async Task a_slip_of_the_pen_is_a_bad_row_and_no_choice()
    {
        var rows = Enumerable.Range(0, 40).Select(i => $"{(i == 7 ? "O.1" : (i % 4 * 0.1).ToString("R"))},{i + 0.5}");
        var reading = await Importing.Csv("p,loss\n" + string.Join('\n', rows), request => request with { Parameters = ["p"] });
        Importing.Parameter(reading, "p").ShouldBeOfType<FloatParameter>().Step.ShouldBe(0.1);
        Importing.Messages(reading).ShouldBe(["8/9 p: must be a number in [0, 0.3] in steps of 0.1 (was \"O.1\")"]);
    }

    [Fact]
    public async Task a_column_that_another_ones_values_decide_is_conditional()
    {
        var reading = await Importing.Csv("heads,model,lr,loss\n" + string.Join('\n', Enumerable.Range(0, 12).Select(i =>
            $"{(i % 3 == 0 ? "" : 1 << (1 + i % 2))},{"gat gt dgt".Split(' ')[i % 3]},{0.1 * (1 + i % 4)},{i * 0.7}")));
        reading.Problems.ShouldBeEmpty();
        var condition = Importing.Parameter(reading, "heads").When.ShouldNotBeNull().Clauses.Single();
        condition.Parameter.ShouldBe("model");
        condition.Values.ShouldBe(["dgt", "gt"]);
        reading.Definition!.Space.Parameters.Select(parameter => parameter.Name).ShouldBe(["model", "heads", "lr"], "a parent stands before what it decides");
    }

    [Fact]
    public async Task conditions_may_follow_from_conditions_and_from_two_parents()
    {
        var rows = from kind in new[] { "a", "b" } from flag in new[] { "true", "false" } from i in Enumerable.Range(1, 4)
                   select $"{kind},{flag},{(kind == "b" ? $"{i}" : "")},{(kind == "b" && i >= 3 ? $"{i * 10}" : "")},{(kind == "b" && flag == "true" ? $"{i}" : "")},{i * 0.3}";
        var reading = await Importing.Csv("kind,flag,sub,deep,both,loss\n" + string.Join('\n', rows));
        reading.Problems.ShouldBeEmpty();
        Clauses(reading, "sub").ShouldBe(["kind = \"b\""]);
        Clauses(reading, "deep").ShouldBe(["sub = 3,4"]);
        Clauses(reading, "both").ShouldBe(["kind = \"b\"", "flag = true"], ignoreOrder: true);
    }

    [Fact]
    public async Task a_few_rows_that_contradict_a_clear_condition_are_the_bad_ones()
    {
        var rows = Enumerable.Range(0, 200).Select(i => $"{(i % 2 == 0 || i == 51 ? "" : i % 4)},{"gat gt".Split(' ')[i % 2]},{i * 0.7}");
        var reading = await Importing.Csv("heads,model,loss\n" + string.Join('\n', rows));
        Importing.Messages(reading).ShouldBe(["52/53 heads: is missing (must be one of 1, 3)"]);
        Clauses(reading, "heads").ShouldBe(["model = \"gt\""]);
    }

    [Fact]
    public async Task rows_that_lack_a_parameter_for_no_reason_are_bad()
    {
        var reading = await Importing.Csv("a,b,loss\n1,x,1\n,x,2\n3,y,3\n4,y,4\n5,x,5\n", request => request with { Parameters = ["a", "b"] });
        Importing.Messages(reading).ShouldBe(["2/3 a: is missing (must be an integer in [1, 5])"]);
        reading.Trials.Length.ShouldBe(4);
    }

    [Fact]
    public async Task notes_are_left_out_and_said_to_be()
    {
        var rows = Enumerable.Range(0, 30).Select(i => $"{i % 3},{i} looks good / maybe,out{i}.log,{i * 0.11}");
        var reading = await Importing.Csv("k,remark,log,loss\n" + string.Join('\n', rows));
        reading.Parameters.ShouldBe(["k"]);
        reading.LeftOut.Select(column => column.Column).ShouldBe(["log", "remark"]);
    }

    [Fact]
    public async Task the_order_of_the_rows_changes_nothing()
    {
        string[] rows = [.. Enumerable.Range(0, 60).Select(i => string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{{\"lr\": {Math.Pow(10, -(i % 4) - 1)}, \"model\": \"m{i % 3}\", {(i % 3 > 0 ? $"\"heads\": {1 << (i % 5)}, " : "")}\"arch\": [{string.Join(',', Enumerable.Range(0, 1 + i % 3).Select(d => $"{{\"w\": {64 << d}}}"))}], \"x\": {Math.Sin(i)}, \"loss\": {Math.Cos(i)}}}"))];
        var forwards = await Importing.Read(string.Join('\n', rows), "a.jsonl");
        var backwards = await Importing.Read(string.Join('\n', rows.Reverse()), "a.jsonl");
        var shuffled = await Importing.Read(string.Join('\n', rows.OrderBy(row => row[^6..])), "a.jsonl");
        forwards.Problems.ShouldBeEmpty();
        backwards.Definition.ShouldBe(forwards.Definition);
        shuffled.Definition.ShouldBe(forwards.Definition);
        backwards.Trials.Select(trial => trial.Configuration).Reverse().ShouldBe(forwards.Trials.Select(trial => trial.Configuration));
    }

    private static double[] Ladder(Parameter parameter) => [.. parameter.ShouldBeOfType<OrdinalParameter>().Values.Select(value => value.Number)];

    private static ImmutableArray<ParameterValue> Choices(Parameter parameter) => parameter.ShouldBeOfType<CategoricalParameter>().Values;

    private static IEnumerable<string> Clauses(ImportReading reading, string name) =>
        Importing.Parameter(reading, name).When.ShouldNotBeNull().Clauses.Select(clause => $"{clause.Parameter} = {string.Join(',', clause.Values)}");
}
