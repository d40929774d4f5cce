namespace ArchOpt.Cli.Tests.Bench;

public class A_wrong_benchmark
{
    [Theory]
    [InlineData("bench", "bench: <SUITE> is missing. See archopt bench --help.")]
    [InlineData("bench clasic", "SUITE: 'clasic' is no suite, did you mean 'classic'?")]
    [InlineData("bench xyzzy", "SUITE: must be one of classic, tables, ads-arch, overhead (was 'xyzzy')")]
    [InlineData("bench classic --strategies randm", "--strategies: 'randm' is no strategy that can be compared, did you mean 'random'?")]
    [InlineData("bench classic --strategies simulated-annealing{coolin=1}", "--strategies: simulated-annealing.coolin: unknown setting 'coolin' of simulated-annealing, did you mean 'cooling'?")]
    [InlineData("bench classic --strategies simulated-annealing{cooling=7}", "--strategies: simulated-annealing.cooling: must be in [0.01, 1] (was 7)")]
    [InlineData("bench classic --strategies simulated-annealing{cooling}", "--strategies: simulated-annealing: a setting must be name=number (was 'cooling')")]
    [InlineData("bench classic --strategies simulated-annealing{cooling=0.9", "--strategies: 'simulated-annealing{cooling=0.9': a '}' is missing")]
    [InlineData("bench classic --strategies random,random", "--strategies: 'random' is given twice")]
    [InlineData("bench classic --strategies ,", "--strategies: must name at least one strategy")]
    [InlineData("bench classic --trials 0", "--trials: must be between 1 and 1000000 (was 0)")]
    [InlineData("bench classic --seeds none", "--seeds: must be a whole number (was 'none')")]
    [InlineData("bench classic --peers nowhere.json", "nowhere.json: there is no such file.")]
    [InlineData("bench tables", "--tables: is missing; name the folder that holds NAME.json and NAME.csv for every table.")]
    [InlineData("bench tables --tables nowhere", "--tables: there is no folder 'nowhere'.")]
    [InlineData("bench ads-arch --task 20x6", "--task: '20x6' is no task, did you mean '20x5'?")]
    [InlineData("bench ads-arch --task everything", "--task: must be one of 10x100, 20x5, 40x5wide (was 'everything')")]
    [InlineData("bench ads-arch --qps-min -1", "--qps-min: must be a number > 0 (was '-1')")]
    [InlineData("bench ads-arch --task 20x5 --modifiers 3", "--modifiers: 20x5 has listed sets; add --regenerate-modifiers to draw others")]
    [InlineData("bench ads-arch --tau 0.1", "--tau: belongs to --soft-qps, which is missing")]
    [InlineData("bench ads-arch --tau-scale absolute", "--tau-scale: belongs to --soft-qps, which is missing")]
    [InlineData("bench classic --task 20x5", "--task: belongs to ads-arch, which SUITE does not name (was 'classic')")]
    [InlineData("bench classic,overhead --tables .", "--tables: belongs to tables, which SUITE does not name (was 'classic,overhead')")]
    [InlineData("bench ads-arch --observations 10", "--observations: belongs to overhead, which SUITE does not name (was 'ads-arch')")]
    [InlineData("bench overhead --threads 4", "--threads: belongs to classic, tables, ads-arch, which SUITE does not name (was 'overhead')")]
    [InlineData("bench classic --seed 0", "--seed: belongs to ads-arch, which SUITE does not name (was 'classic')")]
    [InlineData("bench ads-arch --soft-qps --tau-scale sideways", "--tau-scale: must be relative or absolute (was 'sideways')")]
    [InlineData("bench ads-arch --task 10x100 --regenerate-modifiers --modifiers 1 --qps-min 60000", "--qps-min: no architecture of 10x100 reaches 60000 queries per second")]
    [InlineData("bench overhead --observations 10,ten", "--observations: must be a whole number (was 'ten')")]
    public async Task Ends_with_2_and_says_in_one_line_what_is_wrong(string call, string line)
    {
        var result = await Archopt.RunAsync(call.Split(' '));

        result.ErrorLines.ShouldContain(line);
        result.ExitCode.ShouldBe(2);
        result.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Has_a_file_where_results_should_go()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("results", "something");

        var result = await Archopt.RunAsync("bench", "classic", "--out", file);

        result.ExitCode.ShouldBe(2);
        result.ErrorLines.Single().ShouldStartWith($"--out: '{file}' cannot be created");
    }

    [Fact]
    public async Task Shares_its_results_with_another_that_still_runs()
    {
        using var directory = new TemporaryDirectory();
        using var other = Cli.Bench.Running.RunsFile.Open(directory.Path, fresh: false);

        var result = await Archopt.RunAsync("bench", "classic", "--strategies", "random", "--out", directory.Path);

        result.ExitCode.ShouldBe(2);
        result.ErrorLines.Single().ShouldStartWith(directory["runs.csv"] + ": cannot be written, or another archopt bench uses it");
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{\"branin\":null}")]
    [InlineData("{\"branin\":{\"tpe\":{\"best10\":\"low\"}}}")]
    public async Task Has_peers_of_another_form(string peers)
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("peers.json", peers);

        var result = await Archopt.RunAsync("bench", "classic", "--peers", file);

        result.ExitCode.ShouldBe(2);
        result.ErrorLines.Single().ShouldStartWith($"{file}: must map problems to peers to best10, best25, best50, best100");
    }
}
