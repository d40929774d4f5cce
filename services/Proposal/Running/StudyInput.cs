using ArchOpt.Studies.Protocol;

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

        public Task<EventReply> Task => completion.Task;

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
