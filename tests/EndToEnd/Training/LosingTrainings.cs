using ArchOpt.Contracts.Http;
using ArchOpt.Testing;
using ArchOpt.Testing.Cluster;

namespace ArchOpt.EndToEnd.Training;

/// <summary>Trainings on machines that restart: no epoch is done twice that a checkpoint holds, and the result is the undisturbed one.</summary>
public sealed class LosingTrainings
{
    [Fact]
    public async Task A_training_whose_worker_is_killed_goes_on_from_its_checkpoint_and_ends_with_the_undisturbed_result()
    {
        var token = TestContext.Current.CancellationToken;
        var options = new ClusterOptions { Workers = 1, Slots = 1, Lease = TimeSpan.FromSeconds(3), WorkerEnvironment = TrainingStudies.Command(epochSeconds: 0.3) };
        await using var cluster = await ArchOptCluster.StartAsync(options, token);
        await cluster.StartStudyAsync(TrainingStudies.One("undisturbed", epochs: 40), token);
        var whole = (await cluster.EndedAsync("undisturbed", TimeSpan.FromMinutes(1), token)).Best.ShouldNotBeNull();

        await cluster.StartStudyAsync(TrainingStudies.One("killed", epochs: 40), token);
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            var epochs = 5 * attempt;
            await Eventually.TrueAsync(() => Task.FromResult(Epochs(cluster, "killed") >= epochs), TimeSpan.FromMinutes(1), $"{epochs} epochs are in the checkpoint", token);
            await cluster.Workers[0].KillAsync();
            var reached = Epochs(cluster, "killed");
            await Eventually.TrueAsync(() => Task.FromResult(Running(cluster, "killed") == 0), TimeSpan.FromSeconds(10), "the training has died with its worker", token);
            (Epochs(cluster, "killed") - reached).ShouldBeInRange(0, 3, "a training without a worker went on");
            cluster.Workers[0].Start();
        }

        var study = await cluster.EndedAsync("killed", TimeSpan.FromMinutes(1), token);
        study.Trials.Completed.ShouldBe(1);
        study.Best.ShouldNotBeNull().Value.ShouldBe(whole.Value);
        var trial = await cluster.GetAsync<TrialView>("/studies/killed/trials/0", token);
        trial.Attempt.ShouldBeGreaterThan(1);
        var undisturbed = await cluster.GetAsync<TrialView>("/studies/undisturbed/trials/0", token);
        trial.Attempts!.Value[^1].Training.ShouldBe(undisturbed.Attempts!.Value[^1].Training);
        trial.Attempts!.Value[^1].Training.ShouldNotBeNull().StoppedEarly.ShouldBeTrue();
    }

    [Fact]
    public async Task A_search_through_three_groups_that_is_killed_again_and_again_is_the_undisturbed_search()
    {
        const int each = 6;
        var token = TestContext.Current.CancellationToken;
        var options = new ClusterOptions { Workers = 1, Slots = 1, Lease = TimeSpan.FromSeconds(3), WorkerEnvironment = TrainingStudies.Command(epochSeconds: 0.02) };
        await using var cluster = await ArchOptCluster.StartAsync(options, token);
        await cluster.StartStudyAsync(TrainingStudies.Progressive("undisturbed", each, epochs: 30), token);
        await cluster.EndedAsync("undisturbed", TimeSpan.FromMinutes(2), token);

        await cluster.StartStudyAsync(TrainingStudies.Progressive("killed", each, epochs: 30), token);
        foreach (var done in new[] { 2, each, (2 * each) + 1 })
        {
            await Eventually.TrueAsync(
                async () => (await cluster.StudyAsync("killed", token)).Trials.Completed >= done, TimeSpan.FromMinutes(2), $"{done} trials are done", token);
            await cluster.KillServicesAsync();
            cluster.StartServices();
        }

        var study = await cluster.EndedAsync("killed", TimeSpan.FromMinutes(2), token);
        await Accounting.IsExactAsync(cluster, study, 3 * each, token);
        var killed = await cluster.TrialsAsync("killed", token);
        var undisturbed = await cluster.TrialsAsync("undisturbed", token);
        killed.Select(t => t.Configuration).ShouldBe(undisturbed.Select(t => t.Configuration));
        killed.Select(t => t.Values[0]).ShouldBe(undisturbed.Select(t => t.Values[0]));
        killed.Select(t => t.Reason).ShouldBe(undisturbed.Select(t => t.Reason));
        study.Groups.Select(g => g.Group).ShouldBe(["GAT+RL", "GT+RL", "DGT+RL"]);
        study.Groups.Select(g => g.Trials.Completed).ShouldAllBe(trials => trials == each);
    }

    private static int Epochs(ArchOptCluster cluster, string study) => Histories(cluster, study).Sum(file => File.ReadLines(file).Count());

    /// <summary>How many processes of the study's trainings are alive.</summary>
    private static int Running(ArchOptCluster cluster, string study) => Directory.EnumerateDirectories("/proc")
        .Where(process => int.TryParse(Path.GetFileName(process), out _))
        .Count(process => Environment(process) is { } environment
            && environment.Contains($"ARCHOPT_STUDY={study}\0", StringComparison.Ordinal) && environment.Contains(cluster.WorkDirectory, StringComparison.Ordinal));

    private static string? Environment(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "environ"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // it has just ended
        }
    }

    private static IEnumerable<string> Histories(ArchOptCluster cluster, string study) => Directory.Exists(cluster.WorkDirectory)
        ? Directory.EnumerateFiles(cluster.WorkDirectory, "history", SearchOption.AllDirectories).Where(file => file.Contains(study, StringComparison.Ordinal))
        : [];
}
