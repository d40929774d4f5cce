using System.Text;
using ArchOpt.Contracts.Http;
using ArchOpt.Proposal.Replaying;
using ArchOpt.Studies.Trials;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ArchOpt.Proposal.Tests;

public sealed class resting_messages_are_judged_by_the_store
{
    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("[1,2]")]
    [InlineData("null")]
    [InlineData("""{"messageType":7,"message":[]}""")]
    [InlineData("""{"messageType":["urn:message:ArchOpt.Contracts:EvaluateTrial"]}""")]
    [InlineData("""{"messageType":["urn:message:ArchOpt.Contracts:EvaluateTrial"],"message":{"studyId":7,"number":1,"attempt":1}}""")]
    [InlineData("""{"messageType":["urn:message:ArchOpt.Contracts:EvaluateTrial"],"message":{"studyId":"s","number":1e99,"attempt":1.5}}""")]
    public void whatever_is_in_a_message_it_can_be_shown(string body)
    {
        var message = RestingMessage.Read("q_error", null, new Dictionary<string, object?> { ["MT-Fault-Message"] = 7, ["MT-Fault-Timestamp"] = "soon"u8.ToArray() }, Encoding.UTF8.GetBytes(body));

        message.Attempt.ShouldBeNull();
        message.Id.Length.ShouldBe(32);
        message.Exception.ShouldBe("7");
        message.Time.ShouldBeNull();
    }

    [Fact]
    public void what_the_transport_says_of_the_failure_is_read()
    {
        var message = RestingMessage.Read("q_error", "id-1", new Dictionary<string, object?>
        {
            ["MT-Fault-ExceptionType"] = "System.IO.IOException"u8.ToArray(),
            ["MT-Fault-Message"] = "disk full"u8.ToArray(),
            ["MT-Fault-Timestamp"] = "2030-01-02T03:04:05.0000000Z"u8.ToArray(),
        }, Envelope("s", 4, 2));

        message.ShouldBe(new RestingMessage(
            "q_error", "id-1", "ArchOpt.Contracts:EvaluateTrial", new("s", 4, 2), "System.IO.IOException: disk full", new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero)));
    }

    [Fact]
    public async Task only_what_no_failed_trial_explains_is_shown_and_discarded()
    {
        var queues = new KeptQueues();
        await using var server = await ProposalServer.StartAsync(null, builder => builder.Services.Replace(ServiceDescriptor.Singleton<IErrorQueues>(queues)));
        var study = await server.CreateAsync(Files.Function(Files.Name(), trials: 1));
        await server.FinishAsync(await server.DispatchedAsync(study, 0), 0, outcome: Contracts.EvaluationOutcome.Failed);
        await ProposalServer.UntilAsync(async () => (await server.GetAsync<StudyView>($"/studies/{study.Name}")).Trials.Failed == 1, "it has failed");
        const string Queue = "archopt-evaluate-function-cpu_error";
        queues.Add(Queue, "of the failed trial", Envelope(study.Id, 0, 1));
        queues.Add(Queue, "of a deleted study", Envelope("gone", 0, 1));
        queues.Add(Queue, "of no attempt", Envelope(study.Id, 0, 9));
        queues.Add("archopt-results_error", "poison", "x"u8.ToArray());

        var shown = (await server.GetAsync<FailedView>("/failed")).Messages;

        shown.Select(m => (m.Id, m.Reason)).ShouldBe(
            [("poison", "it cannot be read"), ("of a deleted study", "its study was deleted (trial 0)"), ("of no attempt", "trial 0 has no attempt 9")], ignoreOrder: true);
        var one = await ProposalServer.ReadAsync<DiscardView>(await server.PostAsync("/failed/discard", new DiscardRequest(["poison", "of the failed trial"], "test")));
        one.Discarded.ShouldHaveSingleItem().Id.ShouldBe("poison");
        await ProposalServer.ReadAsync<DiscardView>(await server.PostAsync("/failed/discard", new DiscardRequest(null, "test")));
        queues.Left.ShouldBe(["of the failed trial"]);
        server.Warnings.ShouldContain(line => line.Contains("poison", StringComparison.Ordinal) && line.Contains("test", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(AttemptState.Failed, null, false, nameof(MessageFate.Rests))]
    [InlineData(AttemptState.Completed, null, false, nameof(MessageFate.Replaced))]
    [InlineData(AttemptState.Failed, AttemptState.Queued, false, nameof(MessageFate.Leaves))]
    [InlineData(AttemptState.Failed, AttemptState.Queued, true, nameof(MessageFate.Replaced))]
    [InlineData(AttemptState.Failed, AttemptState.Failed, true, nameof(MessageFate.Replaced))]
    [InlineData(AttemptState.Lost, AttemptState.Failed, true, nameof(MessageFate.Rests))]
    [InlineData(AttemptState.Running, null, true, nameof(MessageFate.Leaves))]
    public void a_message_rests_until_a_later_one_has_replaced_it(AttemptState first, AttemptState? second, bool published, string fate)
    {
        Attempt[] attempts = second is { } state ? [Of(1, first, true), Of(2, state, published)] : [Of(1, first, published)];
        var trial = new Trial
        {
            StudyId = "s",
            Number = 0,
            Configuration = Search.Configurations.Configuration.Of(("x", 1)),
            State = attempts[^1].State switch
            {
                AttemptState.Queued => TrialState.Proposed,
                AttemptState.Running => TrialState.Running,
                var ended => ended.ToTrialState(),
            },
            Attempts = [.. attempts],
        };

        MessageFates.Of(trial, new("s", 0, 1)).ToString().ShouldBe(fate);

        static Attempt Of(int number, AttemptState state, bool published) => new()
        {
            Number = number,
            State = state,
            Published = published,
            Sequence = state is AttemptState.Failed or AttemptState.Completed ? number : null,
        };
    }

    private static byte[] Envelope(string study, long number, int attempt) => Encoding.UTF8.GetBytes(
        $$$"""{"messageType":["urn:message:ArchOpt.Contracts:EvaluateTrial"],"message":{"studyId":"{{{study}}}","number":{{{number}}},"attempt":{{{attempt}}}}}""");

    private sealed class KeptQueues : IErrorQueues
    {
        private readonly List<RestingMessage> messages = [];

        public IEnumerable<string> Left => messages.Select(message => message.Id);

        public void Add(string queue, string id, byte[] body) => messages.Add(RestingMessage.Read(queue, id, null, body));

        public async Task WalkAsync(string queue, Func<RestingMessage, ValueTask<bool>> remove, CancellationToken cancellationToken)
        {
            foreach (var message in messages.Where(message => message.Queue == queue).ToArray())
            {
                if (await remove(message)) messages.Remove(message);
            }
        }
    }
}
