using System.Collections.Immutable;
using System.Diagnostics;
using ArchOpt.Cli.Hosting;
using ArchOpt.Search.Configurations;
using ArchOpt.Storage;
using ArchOpt.Storage.Copying;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Cli.Tests;

public sealed class Copying_a_store : IDisposable
{
    private readonly TemporaryDirectory files = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string From => "sqlite:" + files["from"];

    private string To => "sqlite:" + files["to"];

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task Takes_every_study_and_says_what_came_along()
    {
        await FillAsync(From, "one", trials: 3);
        await FillAsync(From, "two", trials: 5);

        var result = await Archopt.RunAsync("copy", "--from", From, "--to", To);

        result.ExitCode.ShouldBe(0, result.Error);
        result.OutputLines.ShouldBe(["one: 3 trials, 3 observations, 3 points of learning curves", "two: 5 trials, 5 observations, 5 points of learning curves"]);
        (await ReadAsync(To, "two")).ShouldBe(await ReadAsync(From, "two"));

        var again = await Archopt.RunAsync("copy", "--from", From, "--to", To);
        again.ExitCode.ShouldBe(0, again.Error);
        again.OutputLines.ShouldAllBe(line => line.EndsWith("; all of it was there", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Takes_the_studies_that_are_named()
    {
        await FillAsync(From, "one", trials: 1);
        await FillAsync(From, "two", trials: 1);

        (await Archopt.RunAsync("copy", "--from", From, "--to", To, "--study", "two", "--json")).Output.ShouldContain("\"study\": \"two\"");

        await using var store = await StudyStores.OpenAsync(To, TimeProvider.System, logger: null, Cancel);
        (await store.ListStudiesAsync(Cancel)).Select(study => study.Name).ShouldBe(["two"]);
        var unknown = await Archopt.RunAsync("copy", "--from", From, "--to", To, "--study", "three");
        unknown.ExitCode.ShouldBe(2);
        unknown.ErrorLines.ShouldBe(["--study: the source has no study 'three'."]);
    }

    [Fact]
    public async Task Refuses_a_study_whose_name_the_destination_uses_for_another_and_copies_the_rest()
    {
        await FillAsync(From, "one", trials: 1);
        await FillAsync(From, "two", trials: 1);
        await FillAsync(To, "one", trials: 4, id: "not the same");

        var result = await Archopt.RunAsync("copy", "--from", From, "--to", To);

        result.ExitCode.ShouldBe(1);
        result.ErrorLines.ShouldHaveSingleItem().ShouldStartWith("one: the destination has another study of that name");
        result.OutputLines.ShouldHaveSingleItem().ShouldStartWith("two: ");
        (await ReadAsync(To, "one")).Length.ShouldBe(4);
    }

    [Fact]
    public async Task Takes_the_store_inside_when_a_data_directory_is_named_and_waits_for_nobody_who_uses_it()
    {
        await FillAsync("sqlite:" + files["data/store"], "one", trials: 2);
        using (DataDirectory.Hold(files["data"]))
        {
            var inUse = await Archopt.RunAsync("copy", "--from", "sqlite:" + files["data"], "--to", To);
            inUse.ExitCode.ShouldBe(2);
            inUse.ErrorLines.ShouldHaveSingleItem().ShouldContain("in use by a running ArchOpt system");
        }

        (await Archopt.RunAsync("copy", "--from", "sqlite:" + files["data"], "--to", To)).OutputLines.ShouldHaveSingleItem().ShouldStartWith("one: 2 trials");
    }

    [Fact]
    public async Task Reads_a_connection_string_with_a_password_from_a_file()
    {
        await FillAsync(From, "one", trials: 1);
        var secret = files.Write("secret", To);
        (await Archopt.RunAsync("copy", "--from", From, "--to", "@" + secret)).ExitCode.ShouldBe(0);
        (await ReadAsync(To, "one")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Creates_no_store_where_it_was_to_read_one()
    {
        var result = await Archopt.RunAsync("copy", "--from", From, "--to", To);
        result.ExitCode.ShouldBe(2);
        result.ErrorLines.ShouldHaveSingleItem().ShouldStartWith("--from: there is no store in ");
        Directory.Exists(files["from"]).ShouldBeFalse();
        Directory.Exists(files["to"]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("--to: is the same store as --from.", "sqlite:{0}/from", "sqlite:{0}/x/../from/")]
    [InlineData("no scheme", "{0}/from", "sqlite:{0}/to")]
    [InlineData("no scheme", "sqlite:{0}/from", "{0}/to")]
    [InlineData("names no directory", "sqlite:{0}/from", "sqlite:")]
    [InlineData("names no directory", "sqlite:", "sqlite:{0}/to")]
    public async Task Says_what_is_wrong_with_a_call(string says, string from, string to)
    {
        await FillAsync(From, "one", trials: 1);
        var result = await Archopt.RunAsync("copy", "--from", string.Format(null, from, files.Path), "--to", string.Format(null, to, files.Path));
        result.ExitCode.ShouldBe(2);
        result.ErrorLines.ShouldHaveSingleItem().ShouldContain(says);
    }

    [Fact]
    public async Task Goes_on_after_kill_9_wherever_that_hit()
    {
        const int Trials = 6_000;
        await FillAsync(From, "one", Trials);
        await using var destination = await StudyStores.OpenAsync(To, TimeProvider.System, logger: null, Cancel);
        for (var reached = 1; reached < Trials; reached += Trials / 3) await CopyUntilKilledAsync(destination, reached);

        var half = (await destination.FindStudyAsync("one", Cancel)).ShouldNotBeNull();
        (half.Status, half.Reason).ShouldBe((StudyStatus.Paused, StoreCopy.UnderWay));
        (await Archopt.RunAsync("copy", "--from", From, "--to", To)).OutputLines
            .ShouldHaveSingleItem().ShouldBe($"one: {Trials} trials, {Trials} observations, {Trials} points of learning curves");
        (await ReadAsync(To, "one")).ShouldBe(await ReadAsync(From, "one"));
        (await destination.ReadCurveAsync("id of one", Trials - 1, Cancel)).Length.ShouldBe(1);
    }

    /// <summary>A process of its own: what it held in memory is gone.</summary>
    private async Task CopyUntilKilledAsync(IStudyStore destination, int trials)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CliProgram).Assembly.Location, "copy", "--from", From, "--to", To]) { UseShellExecute = false };
        using var process = Process.Start(start).ShouldNotBeNull();
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            deadline.CancelAfter(TimeSpan.FromMinutes(2));
            while ((await destination.CountTrialsAsync("id of one", deadline.Token)).Values.Sum() < trials) process.HasExited.ShouldBeFalse();
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<Trial[]> ReadAsync(string connectionString, string study)
    {
        await using var store = await StudyStores.OpenAsync(connectionString, TimeProvider.System, logger: null, Cancel);
        var record = (await store.FindStudyAsync(study, Cancel)).ShouldNotBeNull();
        return await store.ReadTrialsAsync(record.Id, new(), Cancel).ToArrayAsync(Cancel);
    }

    /// <summary>A study of completed trials, one step of a curve each.</summary>
    private static async Task FillAsync(string connectionString, string name, int trials, string? id = null)
    {
        await using var store = await StudyStores.OpenAsync(connectionString, TimeProvider.System, logger: null, Cancel);
        var study = new StudyRecord { Id = id ?? $"id of {name}", Name = name, Definition = "{}", Budget = new Budget(trials, 1, null, null), Status = StudyStatus.Completed };
        (await store.TryCreateStudyAsync(study, Cancel)).ShouldBeTrue();
        Trial[] all = [.. Enumerable.Range(0, trials).Select(number => Completed(study, number))];
        (await store.WriteAsync(study.Id, [.. all.Select(trial => new TrialWrite.Insert(trial))], Cancel)).Conflict.ShouldBeFalse();
        await store.AppendCurveAsync(study.Id, [.. all.Select(trial => new CurvePoint(trial.Number, 1, 1, trial.Current.Metrics))], Cancel);
    }

    private static Trial Completed(StudyRecord study, long number) => new()
    {
        StudyId = study.Id,
        Number = number,
        Configuration = Configuration.Of(("x", (double)number)),
        State = TrialState.Completed,
        Attempts =
        [
            new Attempt
            {
                Number = 1,
                State = AttemptState.Completed,
                Sequence = number + 1,
                Seal = $"seal {number}",
                Values = [1.0 / (number + 1)],
                Metrics = ImmutableSortedDictionary<string, double>.Empty.Add("loss", 1.0 / (number + 1)),
            },
        ],
    };
}
