using System.Collections.Immutable;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Running;

/// <summary>Something for a study's loop to do, and the promise of its answer.</summary>
internal abstract class StudyInput
{
    /// <summary>The answer may be given now: everything the input caused is durable.</summary>
    public abstract void Complete();

    /// <summary>The input could not be handled.</summary>
    public abstract void Fail(Exception exception);

    /// <summary>An event for the protocol.</summary>
    public sealed class Event(StudyEvent studyEvent) : StudyInput
    {
        private readonly TaskCompletionSource<EventReply> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public StudyEvent StudyEvent { get; } = studyEvent;

        /// <summary>The reply, set by the loop and told only after the commit.</summary>
        public EventReply Reply { get; set; } = EventReply.Done.Instance;

        /// <summary>
        /// Trials that a try which was refused half-way had made durable for this input: they belong to its answer, and
        /// another try must not make them again.
        /// </summary>
        public ImmutableArray<Trial> Kept { get; private set; } = [];

        /// <summary>The trials of the last reply that are not known to be durable.</summary>
        public IEnumerable<Trial> Fresh => Reply switch
        {
            EventReply.Trials trials => trials.Items.Skip(Kept.Length),
            EventReply.Imported imported => imported.Added.Skip(Kept.Length),
            EventReply.Replayed replayed => replayed.Items.Skip(Kept.Length),
            EventReply.Discarded discarded => discarded.Items.Skip(Kept.Length),
            _ => [],
        };

        /// <summary>What is left to replay or to discard: the numbers for which <see cref="Stored"/> is to be read before the event is handled. Null for other events.</summary>
        public ImmutableArray<long>? Named => StudyEvent switch
        {
            StudyEvent.ReplayRequested replay => Left(replay.Numbers),
            StudyEvent.DiscardRequested discard => Left(discard.Numbers),
            _ => null,
        };

        /// <summary>The trials of <see cref="Named"/> as the store holds them.</summary>
        public ImmutableArray<Trial> Stored { get; set; } = [];

        public Task<EventReply> Task => completion.Task;

        public void Keep(Trial trial) => Kept = Kept.Add(trial);

        /// <summary>Has the protocol handle what is left of the event.</summary>
        /// <param name="handle">The protocol.</param>
        /// <param name="replicates">Trials per configuration.</param>
        public void Handle(Func<StudyEvent, EventReply> handle, int replicates)
        {
            if (StudyEvent is StudyEvent.Imported import)
            {
                var rows = Kept.Select(trial => trial.Import!.Row).ToHashSet();
                Reply = handle(import with { Trials = import.Trials.RemoveAll(row => rows.Contains(row.Row)) });
                if (Reply is EventReply.Imported imported) Reply = imported with { Added = Kept.AddRange(imported.Added) };
                return;
            }

            if (StudyEvent is StudyEvent.ReplayRequested)
            {
                Reply = handle(new StudyEvent.ReplayRequested(Named!.Value) { Stored = Stored });
                if (Reply is EventReply.Replayed replayed) Reply = replayed with { Items = Kept.AddRange(replayed.Items) };
                return;
            }

            if (StudyEvent is StudyEvent.DiscardRequested discard)
            {
                Reply = handle(discard with { Numbers = Named!.Value, Stored = Stored });
                if (Reply is EventReply.Discarded discarded) Reply = discarded with { Items = Kept.AddRange(discarded.Items) };
                return;
            }

            var left = Kept.IsEmpty ? StudyEvent : StudyEvent switch
            {
                StudyEvent.Asked asked when asked.Count > Kept.Length => asked with { Count = asked.Count - Kept.Length },
                StudyEvent.Enqueued enqueued when enqueued.Configurations.Length * replicates > Kept.Length =>
                    enqueued with { Configurations = enqueued.Configurations[((Kept.Length + replicates - 1) / replicates)..] },
                _ => null,
            };
            var reply = left is null ? new EventReply.Trials([]) : handle(left);
            Reply = Kept.IsEmpty ? reply : new EventReply.Trials(reply is EventReply.Trials more ? Kept.AddRange(more.Items) : Kept);
        }

        private ImmutableArray<long> Left(ImmutableArray<long> numbers)
        {
            var kept = Kept.Select(trial => trial.Number).ToHashSet();
            return [.. numbers.Distinct().Where(number => !kept.Contains(number))];
        }

        public override void Complete() => completion.TrySetResult(Reply);

        public override void Fail(Exception exception)
        {
            completion.TrySetException(exception);
            _ = completion.Task.Exception; // nobody waits for a posted event; that is no unobserved failure
        }
    }

    /// <summary>A look at the protocol's state, between two batches.</summary>
    public sealed class Query<T>(Func<StudyProtocol, T> look) : StudyInput, IQuery
    {
        private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? answer;

        public Task<T> Task => completion.Task;

        public void Look(StudyProtocol protocol) => answer = look(protocol);

        public override void Complete() => completion.TrySetResult(answer!);

        public override void Fail(Exception exception)
        {
            completion.TrySetException(exception);
            _ = completion.Task.Exception; // whoever asked may have gone
        }
    }

    /// <summary>The store was seen to hold this revision of the study; a projection that is older is loaded anew.</summary>
    public sealed class CatchUp(long revision) : StudyInput
    {
        public long Revision { get; } = revision;

        public override void Complete()
        {
            // Nobody waits for it.
        }

        public override void Fail(Exception exception)
        {
            // The store will be looked at again.
        }
    }

    internal interface IQuery
    {
        void Look(StudyProtocol protocol);
    }
}
