using System.Net;
using ArchOpt.Cli.Client;
using ArchOpt.Cli.Output;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Cli.Progress;

/// <summary>
/// Watches a study to its end. A server that goes away is waited for: it may be restarting, and the study goes on when
/// it is back.
/// </summary>
internal sealed class StudyFollower(ArchOptClient client, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(15);

    /// <summary>For so long a server may be away.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <param name="show">Called with every look, also while the server is away.</param>
    /// <returns>The study as it ended.</returns>
    /// <exception cref="CliException">The server was away for too long, or the study was deleted.</exception>
    public async Task<StudyView> FollowAsync(string study, Action<StudyProgress> show, CancellationToken cancellationToken)
    {
        var rate = new RateMeter(clock);
        var seen = clock.GetTimestamp();
        StudyProgress? last = null;
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                var view = await LookAsync(study, cancellationToken);
                seen = clock.GetTimestamp();
                last = new(view, rate.Update(TrialCountText.Ended(view.Trials)), null);
                if (view.Status is StudyStatus.Completed or StudyStatus.Cancelled or StudyStatus.Failed) return view;
            }
            catch (Exception e) when (IsAway(e) && !cancellationToken.IsCancellationRequested)
            {
                var away = clock.GetElapsedTime(seen);
                if (away > Patience) throw Gone(study, e);
                last = last is null ? null : last with { Rate = 0, Trouble = $"no answer from {client.Address} for {Show.Duration(away)}; trying again" };
            }
            catch (ServerRefusal refusal) when (refusal.Status == HttpStatusCode.NotFound)
            {
                throw new CliException(ExitCode.Failed, $"{study}: was deleted.", refusal);
            }

            if (last is not null) show(last);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
        throw new OperationCanceledException(cancellationToken);
    }

    private async Task<StudyView> LookAsync(string study, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(RequestTimeout);
        return await client.GetStudyAsync(study, timeout.Token);
    }

    private CliException Gone(string study, Exception e) => new(
        ExitCode.Unreachable,
        $"{client.Address}: has not answered for {Show.Duration(Patience)}; {study} goes on when it is back (archopt show {study}).",
        e);

    private static bool IsAway(Exception e) => e is HttpRequestException or OperationCanceledException or ServerRefusal { IsServerFailure: true };
}
