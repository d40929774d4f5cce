using System.Net;
using ArchOpt.Cli.Client;
using ArchOpt.Cli.Output;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;
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

    /// <summary>So often the last lines of a study that has ended are asked for.</summary>
    private const int MostFarewells = 20;

    /// <summary>For so long a server may be away.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <param name="view">Shown every look, also while the server is away.</param>
    /// <param name="log">What happens to single trials.</param>
    /// <returns>The study as it ended.</returns>
    /// <exception cref="CliException">The server was away for too long, or the study was deleted.</exception>
    public async Task<StudyView> FollowAsync(string study, IProgressView view, TrialLog log, CancellationToken cancellationToken)
    {
        var rate = new RateMeter(clock);
        var seen = clock.GetTimestamp();
        var farewells = 0;
        StudyProgress? last = null;
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                var now = await WithinAsync(token => client.GetStudyAsync(study, token), cancellationToken);
                seen = clock.GetTimestamp();
                last = new(now, rate.Update(TrialCountText.Used(now.Trials)), null);
                var hasEnded = now.Status is StudyStatus.Completed or StudyStatus.Cancelled or StudyStatus.Failed;
                if (hasEnded && ++farewells > MostFarewells) return now; // its last lines are not worth waiting for ever
                foreach (var line in await WithinAsync(token => log.ReadAsync(last, token), cancellationToken)) view.Log(line);
                if (hasEnded) return now;
            }
            catch (Exception e) when (IsAway(e) && !cancellationToken.IsCancellationRequested)
            {
                var away = clock.GetElapsedTime(seen);
                if (away > Patience) throw Gone(study, e);
                last = last is null ? null : last with { Rate = 0, Trouble = $"no answer from {client.Address} for {Show.Duration(away)}; trying again" };
            }
            catch (ServerRefusedException refusal) when (refusal.Status == HttpStatusCode.NotFound)
            {
                throw new CliException(ExitCode.Failed, $"{study}: was deleted.", refusal);
            }

            if (last is not null) view.Show(last);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
        throw new OperationCanceledException(cancellationToken);
    }

    private static async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(RequestTimeout);
        return await ask(timeout.Token);
    }

    private CliException Gone(string study, Exception e) => new(
        ExitCode.Unreachable,
        $"{client.Address}: has not answered for {Show.Duration(Patience)}; {study} goes on when it is back (archopt show {study}).",
        e);

    private static bool IsAway(Exception e) => e is HttpRequestException or OperationCanceledException or ServerRefusedException { IsServerFailure: true };
}
