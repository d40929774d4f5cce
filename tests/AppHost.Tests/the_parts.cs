using System.Text.Json;
using ArchOpt.AppHost.Local.Options;
using ArchOpt.AppHost.Local.Processes;
using ArchOpt.AppHost.Local.Studies;
using ArchOpt.AppHost.Local.Supervision;

namespace ArchOpt.AppHost.Tests;

public sealed class the_parts
{
    [Fact]
    public void restarts_become_rarer_up_to_a_limit_and_begin_anew_after_a_steady_run()
    {
        var backoff = new RestartBackoff();
        var pauses = Enumerable.Range(0, 12).Select(_ => backoff.Next(TimeSpan.Zero)).ToArray();

        pauses[0].ShouldBe(RestartBackoff.First);
        pauses[1].ShouldBe(RestartBackoff.First * 2);
        pauses[^1].ShouldBe(RestartBackoff.Longest);
        backoff.Next(RestartBackoff.Steady).ShouldBe(RestartBackoff.First);
    }

    [Fact]
    public void a_full_log_moves_aside_and_the_last_lines_stay_at_hand()
    {
        using var folder = new TemporaryFolder();
        using (var log = new LogFile(folder["a.log"], limit: 100))
        {
            for (var line = 0; line < 40; line++)
                log.Write($"line {line}");
            log.Tail().Count.ShouldBe(20);
            log.Tail()[^1].ShouldBe("line 39");
        }

        new FileInfo(folder["a.log"]).Length.ShouldBeLessThan(200);
        new FileInfo(folder["a.log.1"]).Length.ShouldBeLessThan(200);
        File.ReadAllText(folder["a.log"]).ShouldEndWith("line 39\n");
    }

    [Fact]
    public void a_secret_is_generated_once_and_readable_by_its_owner_only()
    {
        using var folder = new TemporaryFolder();
        var first = new SecretFile(folder["secrets/password"]).ReadOrCreate(() => "generated");

        new SecretFile(folder["secrets/password"]).ReadOrCreate(() => "another").ShouldBe(first);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(folder["secrets/password"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void ports_are_never_handed_out_twice()
    {
        var ports = new Ports();
        Enumerable.Range(0, 100).Select(_ => ports.Next()).ShouldBeUnique();
    }

    [Theory]
    [InlineData("""{"title":"Conflict","detail":"'mine' exists with another seed"}""", "f.yaml: 'mine' exists with another seed")]
    [InlineData("""{"title":"The study file is not valid."}""", "f.yaml: The study file is not valid.")]
    [InlineData("""{"errors":{"seed":["line x: odd"]}}""", "f.yaml: seed: line x: odd")]
    [InlineData("[]", "f.yaml: refused")]
    public void a_refusal_is_told_in_the_words_of_the_server(string problem, string line)
    {
        using var document = JsonDocument.Parse(problem);
        StudySubmission.Mistakes("f.yaml", document.RootElement).ShouldBe([line]);
    }

    [Theory]
    [InlineData("""[{"name":"a","status":"running"}]""", "a: running, 0 trials")]
    [InlineData("""[{"name":"a","status":"Running","trials":{"completed":2,"infeasible":1,"failed":1},"budget":{"trials":7}}]""", "a: running, 4/7 trials, 1 failed")]
    [InlineData("""[{"name":"a","status":"completed","best":{"value":1e-9,"number":0},"budget":null}]""", "a: completed, 0 trials, best 1E-09 (trial 0)")]
    [InlineData("""[{"name":"a","status":"running","best":null,"trials":7}]""", "a: running, 0 trials")]
    public void progress_is_shown_from_whatever_the_list_of_studies_tells(string json, string line)
    {
        using var document = JsonDocument.Parse(json);
        StudyProgress.Read(document.RootElement).Single().ToString().ShouldBe(line);
    }

    [Theory]
    [InlineData("evaluation-1", true)]
    [InlineData("1st", false)]
    [InlineData("a--b", false)]
    [InlineData("a_b", false)]
    [InlineData("a-", false)]
    [InlineData("", false)]
    public void names_of_resources_obey_the_rule_of_the_full_stack(string name, bool valid)
    {
        var adding = () => DistributedApplication.CreateBuilder([]).AddMongoDB(name);
        if (valid)
            adding.ShouldNotThrow();
        else
            adding.ShouldThrow<ArgumentException>();
    }

    [Fact]
    public void one_name_cannot_be_given_to_two_resources()
    {
        var builder = DistributedApplication.CreateBuilder([]);
        builder.AddMongoDB("store");
        Should.Throw<ArgumentException>(() => builder.AddRabbitMQ("Store"));
    }
}
