using System.Collections.Immutable;

namespace ArchOpt.Analysis.Console.Live;

/// <summary>A live page of what tells nobody when it changes: it is asked again and again, the less often the longer an answer takes.</summary>
/// <param name="every">How long after an answer the next is asked for, at least.</param>
internal sealed class PolledSource(TimeSpan every, TimeProvider time, Func<CancellationToken, Task<ImmutableArray<LivePart>>> render) : ILiveSource
{
    private const int Rest = 9; // times the work: looking on takes a tenth of one processor at most

    private TimeSpan last;

    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(every > Rest * last ? every : Rest * last, time, cancellationToken);
        return true;
    }

    public async Task<ImmutableArray<LivePart>> RenderAsync(CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var parts = await render(cancellationToken);
        last = time.GetElapsedTime(begun);
        return parts;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
