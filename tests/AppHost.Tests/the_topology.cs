using System.Text.Json;

namespace ArchOpt.AppHost.Tests;

/// <summary>Asks the real Program.cs what it would start.</summary>
public sealed class the_topology
{
    [Fact]
    public async Task has_a_broker_a_store_three_services_two_workers_and_their_companions()
    {
        var model = await Describe();

        model.Keys.ShouldBe(
        [
            "messaging-user", "messaging-password", "messaging", "mongo", "archopt", "proposal", "analysis",
            "evaluation-1", "evaluation-2", "prometheus", "grafana",
        ]);
    }

    [Fact]
    public async Task has_as_many_workers_as_asked_for_each_with_its_own_name()
    {
        var model = await Describe("--evaluators", "4");

        for (var worker = 1; worker <= 4; worker++)
            Environment(model[$"evaluation-{worker}"])["Evaluation__Worker"].ShouldBe($"evaluation-{worker}");
        model.ShouldNotContainKey("evaluation-5");
    }

    [Fact]
    public async Task puts_proposal_on_the_given_port_and_analysis_on_the_next()
    {
        var model = await Describe("--port", "7000", "--evaluator-port", "7100");

        Port(model["proposal"]).ShouldBe(7000);
        Port(model["analysis"]).ShouldBe(7001);
        Port(model["evaluation-1"]).ShouldBe(7100);
        Port(model["evaluation-2"]).ShouldBe(7101);
    }

    [Fact]
    public async Task every_service_waits_for_the_broker_and_the_workers_and_analysis_for_proposal()
    {
        var model = await Describe();

        Strings(model["proposal"], "waitsFor").ShouldBe(["messaging", "archopt"]);
        Strings(model["analysis"], "waitsFor").ShouldBe(["messaging", "archopt", "proposal"]);
        Strings(model["evaluation-1"], "waitsFor").ShouldBe(["messaging", "proposal"]);
        model.Values.Where(resource => Type(resource) == "ProjectResource")
            .ShouldAllBe(resource => resource.GetProperty("health").GetString() == "/health");
    }

    [Fact]
    public async Task only_workers_are_kept_away_from_the_store()
    {
        var model = await Describe();

        Environment(model["proposal"])["ConnectionStrings__archopt"].ShouldBe("{archopt}");
        Environment(model["analysis"])["ConnectionStrings__archopt"].ShouldBe("{archopt}");
        Environment(model["evaluation-1"]).ShouldNotContainKey("ConnectionStrings__archopt");
        Environment(model["proposal"])["services__analysis__http__0"].ShouldBe("{analysis.http}");
        Environment(model["analysis"])["services__proposal__http__0"].ShouldBe("{proposal.http}");
    }

    [Fact]
    public async Task gives_the_tour_only_to_an_empty_store_and_not_when_idle()
    {
        var tour = Environment((await Describe())["proposal"]);
        tour["Proposal__StudyWhenEmpty"].ShouldBe("true");
        Path.GetFileName(tour["Proposal__Study"]).ShouldBe("quickstart.yaml");

        Environment((await Describe("--idle"))["proposal"]).ShouldNotContainKey("Proposal__Study");
    }

    [Fact]
    public async Task starts_the_given_study_whether_or_not_the_store_is_empty()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["mine.yaml"], "study: mine", TestContext.Current.CancellationToken);

        var environment = Environment((await Describe("--study", folder["mine.yaml"]))["proposal"]);

        environment["Proposal__Study"].ShouldBe(folder["mine.yaml"]);
        environment.ShouldNotContainKey("Proposal__StudyWhenEmpty");
    }

    [Fact]
    public async Task gives_every_worker_the_repositorys_commands_unless_another_file_is_named_and_a_place_to_work_in()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["mine.json"], "{}", TestContext.Current.CancellationToken);

        var usual = Environment((await Describe("--data", folder.Path))["evaluation-2"]);
        usual["Evaluation__CommandFiles__0"].ShouldEndWith(Path.Combine("workloads", "commands.json"));
        File.Exists(usual["Evaluation__CommandFiles__0"]).ShouldBeTrue();
        usual["Evaluation__WorkDirectory"].ShouldBe(folder["work"]);

        Environment((await Describe("--commands", folder["mine.json"]))["evaluation-1"])["Evaluation__CommandFiles__0"].ShouldBe(folder["mine.json"]);
    }

    [Fact]
    public async Task uses_servers_of_ones_own_where_connection_strings_name_them_and_shows_no_password()
    {
        using var host = AppHostProcess.Real(
            "--describe", "--ConnectionStrings:messaging", "amqp://me:secret@broker.example:5672", "--ConnectionStrings:archopt", "sqlite:elsewhere");
        (await host.UntilExit()).ShouldBe(0, host.Output);
        host.Output.ShouldNotContain("secret");
        using var document = JsonDocument.Parse(host.Output);
        var model = document.RootElement.EnumerateArray().ToDictionary(resource => resource.GetProperty("name").GetString()!, resource => resource.Clone());

        model.Keys.ShouldBe(["messaging", "archopt", "proposal", "analysis", "evaluation-1", "evaluation-2", "prometheus", "grafana"]);
        Type(model["messaging"]).ShouldBe("ConfiguredConnection");
        Environment(model["proposal"])["ConnectionStrings__messaging"].ShouldBe("{messaging}");
        Strings(model["proposal"], "waitsFor").ShouldBe(["messaging", "archopt"]);
    }

    [Fact]
    public async Task a_wrong_command_line_starts_nothing_and_ends_with_code_2()
    {
        using var host = AppHostProcess.Real("--prot", "80", "--evaluators", "none");

        (await host.UntilExit()).ShouldBe(2);
        host.Output.ShouldContain("unknown option --prot: did you mean --port?");
        host.Output.ShouldContain("--evaluators: must be a whole number from 1 to 64 (was 'none')");
    }

    private static async Task<Dictionary<string, JsonElement>> Describe(params string[] options)
    {
        using var host = AppHostProcess.Real(["--describe", .. options]);
        (await host.UntilExit()).ShouldBe(0, host.Output);
        using var document = JsonDocument.Parse(host.Output);
        return document.RootElement.EnumerateArray().ToDictionary(resource => resource.GetProperty("name").GetString()!, resource => resource.Clone());
    }

    private static Dictionary<string, string> Environment(JsonElement resource) =>
        resource.GetProperty("environment").Deserialize<Dictionary<string, string>>()!;

    private static int Port(JsonElement resource) => resource.GetProperty("endpoints").GetProperty("http").GetInt32();

    private static string Type(JsonElement resource) => resource.GetProperty("type").GetString()!;

    private static string[] Strings(JsonElement resource, string name) => resource.GetProperty(name).Deserialize<string[]>()!;
}
