using ArchOpt.Contracts;
using ArchOpt.Contracts.Http;
using Microsoft.Extensions.Configuration;
using static ArchOpt.Proposal.Tests.ProposalServer;

namespace ArchOpt.Proposal.Tests;

public sealed class trials_wait_for_workers_of_their_class
{
    [Fact]
    public async Task they_are_sent_to_the_queue_of_their_class()
    {
        await using var server = await StartAsync();
        var study = await server.CreateAsync(Files.Function(Files.Name(), resource: "gpu"));

        await UntilAsync(() => server.DispatchedToGpu.Any(d => d.StudyId == study.Id && d.Number == 0), "the first trial is sent");

        server.Dispatched.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_study_says_what_it_lacks_until_a_worker_offers_it()
    {
        await using var server = await StartAsync(configure: Hasty);
        var name = Files.Name();
        await server.CreateAsync(Files.Function(name, resource: "gpu"));

        await UntilAsync(async () => await TroubleAsync(server, name) == "no living worker takes evaluator 'function' of class 'gpu'; none is heard of at all", "it says that there is no worker");
        await UntilAsync(
            async () =>
            {
                await server.HeartbeatAsync("of-an-older-version");
                await server.Bus.Publish(Files.Heartbeat("other") with { Evaluators = ["tabular", "ads-arch"], ResourceClasses = ["gpu"] }, TestContext.Current.CancellationToken);
                return await TroubleAsync(server, name)
                    == "no living worker takes evaluator 'function' of class 'gpu'; workers offer: ads-arch/gpu, function/cpu, tabular/gpu";
            },
            "it says what workers offer");
        await UntilAsync(
            async () =>
            {
                await server.Bus.Publish(Files.Heartbeat("right") with { ResourceClasses = ["cpu", "gpu"] }, TestContext.Current.CancellationToken);
                return await TroubleAsync(server, name) is null;
            },
            "the trouble is over");
        (await server.GetAsync<WorkerView[]>("/workers")).Single(w => w.Worker == "right").ResourceClasses.ShouldBe(["cpu", "gpu"]);
        (await server.GetAsync<WorkerView[]>("/workers")).Single(w => w.Worker == "of-an-older-version").ResourceClasses.ShouldBe(["cpu"]);
    }

    [Fact]
    public async Task busy_workers_and_paused_studies_are_no_trouble()
    {
        await using var server = await StartAsync(configure: Hasty);
        var (busy, paused) = (Files.Name(), Files.Name());
        var study = await server.CreateAsync(Files.Function(busy));
        await server.CreateAsync(Files.Function(paused, resource: "gpu"));
        await UntilAsync(async () => await TroubleAsync(server, paused) is not null, "the other study lacks workers");

        await server.PostAsync($"/studies/{paused}/pause");
        await UntilAsync(
            async () =>
            {
                await server.HeartbeatAsync("busy", new HeldAttempt(study.Id, 0, 1));
                return await TroubleAsync(server, busy) is null;
            },
            "a living worker takes such trials");

        (await TroubleAsync(server, paused)).ShouldBeNull();
    }

    /// <summary>A short lease shows trouble soon; the reaper stays out of it.</summary>
    private static void Hasty(Microsoft.AspNetCore.Builder.WebApplicationBuilder builder) => builder.Configuration.AddInMemoryCollection(
        [new("Proposal:Lease", "00:00:01"), new("Proposal:ReaperInterval", "01:00:00")]);

    private static async Task<string?> TroubleAsync(ProposalServer server, string study) => (await server.GetAsync<StudyView>($"/studies/{study}")).Trouble;
}
