namespace ArchOpt.Cli.Tests;

public class A_wrong_call
{
    [Theory]
    [InlineData("stdies", "'stdies' is not a command, did you mean 'studies'? See archopt --help.")]
    [InlineData("xyzzy", "'xyzzy' is not a command. See archopt --help.")]
    [InlineData("", "A command is missing. See archopt --help.")]
    [InlineData("best", "best: <STUDY> is missing. See archopt best --help.")]
    [InlineData("enqueue x", "enqueue: <FILE> is missing. See archopt enqueue --help.")]
    [InlineData("enqueue", "enqueue: <STUDY> <FILE> is missing. See archopt enqueue --help.")]
    [InlineData("trials x --format bar", "--format: must be one of table, csv, json (was 'bar')")]
    [InlineData("validate .", ".: is a directory; name a file.")]
    [InlineData("best x --top 0", "--top: must be at least 1 (was 0)")]
    [InlineData("best x --top many", "--top: must be a whole number (was 'many')")]
    [InlineData("tell x three 1", "NUMBER: must be a whole number (was 'three')")]
    [InlineData("best x --tpo 3", "'--tpo' is not an option of this command, did you mean '--top'?")]
    [InlineData("run f --trials 0", "--trials: must be at least 1 (was 0)")]
    [InlineData("trials x --state asleep", "--state: must be one of proposed, running, completed, pruned, infeasible, failed, cancelled (was 'asleep')")]
    [InlineData("tell x 3", "VALUE: is missing; give a value, --failed REASON or --infeasible REASON")]
    [InlineData("tell x 3 0.5 --failed oom", "VALUE, --failed and --infeasible: give one of them only")]
    [InlineData("tell x 3 much", "VALUE: must be a number, NaN, inf or -inf (was 'much')")]
    [InlineData("tell x 3 1 --metric qps", "--metric: must be name=number (was 'qps')")]
    [InlineData("studies --server nowhere", "--server: must be an http or https URL such as http://127.0.0.1:5080 (was 'nowhere')")]
    [InlineData("studies --server http://127.0.0.1:1 --embedded", "--embedded: cannot be combined with --server.")]
    [InlineData("serve --port 70000", "--port: must be between 0 and 65535 (was 70000)")]
    [InlineData("validate nowhere.yaml", "nowhere.yaml: there is no such file.")]
    public async Task Ends_with_2_and_says_in_one_line_what_is_wrong(string call, string line)
    {
        var result = await Archopt.RunAsync(call.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        result.ErrorLines.ShouldContain(line);
        result.ExitCode.ShouldBe(2);
        result.Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("trials x --format bar")]
    [InlineData("best x --top many")]
    [InlineData("best x --top 0 --json=maybe")]
    [InlineData("export x")]
    [InlineData("enqueue x")]
    public async Task Prints_each_mistake_on_a_line_of_its_own(string call)
    {
        var result = await Archopt.RunAsync(call.Split(' '));

        result.ExitCode.ShouldBe(2);
        result.ErrorLines.ShouldAllBe(line => line.Length > 0 && line[0] != '\t' && line[0] != ' ');
        result.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Is_helped_by_a_list_of_all_commands()
    {
        var help = await Archopt.RunAsync("--help");

        help.ExitCode.ShouldBe(0);
        string[] promised = ["run", "validate", "schema", "studies", "show", "best", "pareto", "trials", "pause", "resume", "cancel", "enqueue", "export", "ask", "tell", "verify", "workers", "evaluate", "bench", "serve"];
        foreach (var command in promised) help.Output.ShouldContain($"\n  {command} ");
    }

    [Theory]
    [InlineData("validate", "")]
    [InlineData("import", "", "--study", "x", "--embedded")]
    public async Task A_file_without_a_name_is_no_unexpected_error(params string[] call)
    {
        using var directory = new TemporaryDirectory();
        var result = await Archopt.RunAsync([.. call, "--data", directory["data"]]);
        result.ExitCode.ShouldBe(2);
        result.Error.ShouldBe("FILE: must name a file (was '').\n");
    }
}
