using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ArchOpt.AppHost.Tests;

/// <summary>The AppHost's own code around stand-in services, without a broker.</summary>
[SupportedOSPlatform("linux")]
public sealed class running_the_apphost
{
    private static readonly string[] WithoutBroker = ["--Fake:Broker=false"];

    [Fact]
    public async Task a_crashed_service_comes_back_on_the_same_port()
    {
        Requires.Linux();
        using var folder = new TemporaryFolder();
        using var host = AppHostProcess.StandIn(folder, WithoutBroker);
        await host.UntilOutput("evaluation-2 ");
        var before = (await host.Get(host.Port, "/pid"))!;

        using var client = new HttpClient();
        await Should.ThrowAsync<HttpRequestException>(() =>
            client.PostAsync(new Uri($"http://127.0.0.1:{host.Port}/crash"), content: null, TestContext.Current.CancellationToken));

        var after = await Deadline.Until(() => host.Get(host.Port, "/pid"), "proposal answers again");
        after.ShouldNotBe(before);
        await host.UntilOutput("proposal: restarting, ended with exit code 137");
        await host.UntilOutput("proposal: running");
        await EndsCleanly(host, PosixSignal.SIGTERM, 0);
    }

    [Fact]
    public async Task workers_stop_before_proposal_and_the_signal_decides_the_exit_code()
    {
        Requires.Linux();
        using var folder = new TemporaryFolder();
        using var host = AppHostProcess.StandIn(folder, WithoutBroker, ("FAKE_JOURNAL", folder["journal"]));
        await host.UntilOutput("evaluation-2 ");

        await EndsCleanly(host, PosixSignal.SIGINT, 130);

        var journal = await File.ReadAllLinesAsync(folder["journal"], TestContext.Current.CancellationToken);
        journal[0].ShouldBe("proposal started");
        journal[^1].ShouldBe("proposal stopped");
        journal.Length.ShouldBe(6);
    }

    [Fact]
    public async Task a_service_that_will_not_stop_is_killed_when_the_user_insists()
    {
        Requires.Linux();
        using var folder = new TemporaryFolder();
        using var host = AppHostProcess.StandIn(folder, WithoutBroker, ("FAKE_STUBBORN", "1"));
        await host.UntilOutput("evaluation-2 ");

        host.Signal(PosixSignal.SIGINT);
        await host.UntilOutput("stopping");
        host.Signal(PosixSignal.SIGINT);

        (await host.UntilExit()).ShouldBe(130);
        await Deadline.Until(() => host.Descendants().Count == 0, "no process is left", seconds: 30);
    }

    [Fact]
    public async Task services_notice_that_the_apphost_was_killed()
    {
        Requires.Linux();
        using var folder = new TemporaryFolder();
        using var host = AppHostProcess.StandIn(folder, WithoutBroker);
        await host.UntilOutput("evaluation-2 ");
        host.Descendants().Count.ShouldBeGreaterThanOrEqualTo(3);

        host.KillHard();

        await Deadline.Until(() => host.Descendants().Count == 0, "no process is left: " + string.Join('\n', host.Descendants()), seconds: 30);
    }

    [Fact]
    public async Task a_study_that_completes_with_a_best_trial_ends_the_run_with_code_0()
    {
        Requires.Linux();
        using var folder = new TemporaryFolder();
        await Write(folder["studies.json"], """[{"name":"old","status":"paused"},{"name":"mine","status":"running","trials":{"completed":4},"budget":{"trials":9}}]""");
        await Write(folder["mine.yaml"], "mine\nmore");
        using var host = AppHostProcess.StandIn(
            folder, [.. WithoutBroker, "--study", folder["mine.yaml"], "--exit-when-done"], ("FAKE_STUDIES", folder["studies.json"]));
        await host.UntilOutput("mine: running, 4/9 trials");

        await Write(folder["studies.json"], """[{"name":"old","status":"paused"},{"name":"mine","status":"completed","trials":{"completed":8,"failed":1},"budget":{"trials":9},"best":{"value":0.0712345678,"number":5}}]""");

        (await host.UntilExit()).ShouldBe(0);
        host.Output.ShouldContain("done: mine: completed, 9/9 trials, best 0.0712346 (trial 5), 1 failed");
        await Deadline.Until(() => host.Descendants().Count == 0, "no process is left");
    }

    [Theory]
    [InlineData("""[{"name":"mine","status":"completed","trials":{"failed":9}}]""")]
    [InlineData("""[{"name":"mine","status":"cancelled","best":{"value":1,"number":0}}]""")]
    public async Task a_study_without_a_best_trial_or_a_proper_end_gives_code_1(string studies)
    {
        Requires.Linux();
        using var folder = new TemporaryFolder();
        await Write(folder["studies.json"], studies);
        using var host = AppHostProcess.StandIn(folder, [.. WithoutBroker, "--exit-when-done"], ("FAKE_STUDIES", folder["studies.json"]));

        (await host.UntilExit()).ShouldBe(1);
        host.Output.ShouldContain("ended without a best trial: mine");
    }

    [Fact]
    public async Task a_refused_study_file_ends_the_run_with_one_line_per_mistake_and_code_2()
    {
        Requires.Linux();
        using var folder = new TemporaryFolder();
        await Write(folder["mine.yaml"], "mine\nwrong");
        using var host = AppHostProcess.StandIn(folder, [.. WithoutBroker, "--study", folder["mine.yaml"]]);

        (await host.UntilExit()).ShouldBe(2);
        host.Output.ShouldContain("mine.yaml:3: space.lr.low: must be > 0");
        host.Output.ShouldContain("mine.yaml: space.lr.low: second mistake");
        host.Descendants().ShouldBeEmpty();
    }

    [Fact]
    public async Task a_service_that_finds_its_configuration_wrong_ends_the_run_with_its_message_and_code_2()
    {
        Requires.Linux();
        using var folder = new TemporaryFolder();
        using var host = AppHostProcess.StandIn(folder, WithoutBroker, ("FAKE_EXIT", "2"));

        (await host.UntilExit()).ShouldBe(2);
        host.Output.ShouldContain("proposal: study.yaml:3: space.lr.low: must be > 0");
    }

    [Fact]
    public async Task without_a_broker_everything_runs_in_one_process_and_the_output_says_how_to_get_more()
    {
        Requires.Linux();
        using var folder = new TemporaryFolder();
        using var host = AppHostProcess.StandIn(folder, [], ("ARCHOPT_RABBITMQ", "none"));

        await host.UntilOutput("all services in one process");
        host.Output.ShouldContain("apt-get install rabbitmq-server");
        await host.UntilOutput("/console"); // what there is to open
        (await host.Get(host.Port, "/arguments")).ShouldBe(
            $"[\"serve\",\"--port\",\"{host.Port.ToString(CultureInfo.InvariantCulture)}\",\"--data\",\"{host.Data}\"]");
        var environment = (await host.Get(host.Port, "/environment"))!;
        environment.ShouldContain($"\"ConnectionStrings__archopt\":\"sqlite:{host.Data}/store\"");
        environment.ShouldNotContain("ConnectionStrings__messaging");
        await EndsCleanly(host, PosixSignal.SIGTERM, 0);
    }

    [Fact]
    public async Task a_port_in_use_is_named_before_anything_starts()
    {
        Requires.Linux();
        using var folder = new TemporaryFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        using var host = AppHostProcess.StandIn(folder, [.. WithoutBroker, "--port", port], ("FAKE_JOURNAL", folder["journal"]));

        (await host.UntilExit()).ShouldBe(2);
        host.Output.Trim().ShouldBe($"port {port} (proposal) is in use: choose another with --port N");
        File.Exists(folder["journal"]).ShouldBeFalse();
    }

    [Fact]
    public async Task a_second_apphost_on_the_same_data_is_refused()
    {
        Requires.Linux();
        using var folder = new TemporaryFolder();
        using var first = AppHostProcess.StandIn(folder, WithoutBroker);
        await first.UntilOutput("evaluation-2 ");

        using var second = AppHostProcess.StandIn(folder, WithoutBroker);

        (await second.UntilExit()).ShouldBe(2);
        second.Output.Trim().ShouldBe($"--data: {first.Data} is in use by another AppHost; give this one its own with --data DIR");
        await EndsCleanly(first, PosixSignal.SIGTERM, 0);
    }

    [Fact]
    public async Task a_data_folder_that_cannot_be_written_is_one_line_and_code_2()
    {
        Requires.Linux();
        using var folder = new TemporaryFolder();
        await Write(folder["file"], "not a folder");
        using var host = AppHostProcess.StandIn(folder, [.. WithoutBroker, "--data", folder["file"] + "/data"]);

        (await host.UntilExit()).ShouldBe(2);
        host.Output.Trim().ShouldStartWith($"--data: cannot use {folder["file"]}/data");
        host.Output.Trim().ShouldNotContain('\n');
    }

    private static async Task EndsCleanly(AppHostProcess host, PosixSignal signal, int code)
    {
        host.Signal(signal);
        (await host.UntilExit()).ShouldBe(code, host.Output);
        host.Descendants().ShouldBeEmpty();
    }

    private static Task Write(string path, string text) => File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
}
