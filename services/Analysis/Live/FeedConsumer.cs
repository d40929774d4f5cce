using ArchOpt.Contracts;
using ArchOpt.Contracts.Http;
using MassTransit;

namespace ArchOpt.Analysis.Live;

/// <summary>Turns the messages of the other services into hints and live events of the <see cref="StudyFeed"/>.</summary>
internal sealed class FeedConsumer(StudyFeed feed)
    : IConsumer<StudyChanged>, IConsumer<TrialStarted>, IConsumer<TrialProgressed>, IConsumer<WorkerHeartbeat>
{
    public Task Consume(ConsumeContext<StudyChanged> context)
    {
        feed.Wake(context.Message.StudyId);
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<TrialStarted> context)
    {
        var message = context.Message;
        feed.Offer(message.StudyId, new(
            StudyEventTypes.Started,
            new StartView(message.Number, message.Attempt, message.Worker, message.Started)));
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<TrialProgressed> context)
    {
        var message = context.Message;
        feed.Offer(message.StudyId, new(
            StudyEventTypes.Progress,
            new ProgressView(message.Number, message.Attempt, message.Step, message.Metrics)));
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<WorkerHeartbeat> context)
    {
        var message = context.Message;
        foreach (var study in message.Holding.GroupBy(held => held.StudyId))
            feed.Offer(study.Key, new(StudyEventTypes.Worker, new HoldingView(message.Worker, message.Machine, [.. study])));
        return Task.CompletedTask;
    }
}
