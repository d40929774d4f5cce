using System.Collections.Immutable;
using System.Threading.Channels;
using ArchOpt.Analysis.Console.Live;

namespace ArchOpt.Analysis.Tests.Console.Live;

/// <summary>A live page that says what a test tells it to, and counts how often it is asked.</summary>
internal sealed class ScriptedSource : ILiveSource
{
    private readonly Channel<bool> news = Channel.CreateUnbounded<bool>();
    private readonly TaskCompletionSource disposed = new();
    private volatile string text = "at first";
    private volatile Exception? failure, waitFailure;
    private int renderings;

    public int Renderings => Volatile.Read(ref renderings);

    /// <summary>Completes when nobody looks any more.</summary>
    public Task Disposed => disposed.Task;

    /// <summary>From now on it shows this.</summary>
    public void Show(string now)
    {
        text = now;
        news.Writer.TryWrite(true);
    }

    /// <summary>Fails at every rendering until it is told null.</summary>
    public void Fail(Exception? with)
    {
        failure = with;
        news.Writer.TryWrite(true);
    }

    /// <summary>Fails once, in waiting.</summary>
    public void FailInWaiting(Exception with)
    {
        waitFailure = with;
        news.Writer.TryWrite(true);
    }

    /// <summary>Nothing is new after this.</summary>
    public void End() => news.Writer.TryComplete();

    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        if (!await news.Reader.WaitToReadAsync(cancellationToken)) return false;
        while (news.Reader.TryRead(out _))
        {
            // Much news is one piece of news.
        }

        if (Interlocked.Exchange(ref waitFailure, null) is { } thrown) throw thrown;
        return true;
    }

    public Task<ImmutableArray<LivePart>> RenderAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref renderings);
        return failure is { } thrown
            ? Task.FromException<ImmutableArray<LivePart>>(thrown)
            : Task.FromResult<ImmutableArray<LivePart>>([new("still", "<p id=\"still\">always the same</p>"), new("news", $"<p id=\"news\">{text}</p>")]);
    }

    public ValueTask DisposeAsync()
    {
        disposed.TrySetResult();
        return ValueTask.CompletedTask;
    }
}
