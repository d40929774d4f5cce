using ArchOpt.Cli.Client;
using ArchOpt.Cli.Output;
using ArchOpt.ServiceDefaults.Http;

namespace ArchOpt.Cli.Importing;

/// <summary>One line on a terminal, written over: how much of a file is sent, and then how many of its trials are stored. Silent elsewhere.</summary>
internal sealed class ImportProgress(ArchOptClient client, Surroundings surroundings)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private const int BarWidth = 30;

    private int width;

    /// <summary>Shows progress until the work is done.</summary>
    public async Task<T> ShowAsync<T>(string study, Upload upload, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (!surroundings.ErrorIsTerminal) return await work();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var showing = FollowAsync(study, upload, done.Token);
        try
        {
            return await work();
        }
        finally
        {
            await done.CancelAsync();
            await showing;
            await WriteAsync("");
            await surroundings.Error.WriteAsync('\r');
        }
    }

    private async Task FollowAsync(string study, Upload upload, CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, surroundings.Clock);
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                var isSent = upload.Size is { } size && upload.Sent >= size;
                await WriteAsync(isSent ? await StoredAsync(study, cancellationToken) : Sent(upload));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The work is done.
        }
    }

    private async Task<string> StoredAsync(string study, CancellationToken cancellationToken)
    {
        try
        {
            var trials = (await client.GetStudyAsync(study, cancellationToken)).Trials.Imported;
            return $"{study}: {trials} trials stored";
        }
        catch (Exception e) when (e is ServerRefusedException or HttpRequestException)
        {
            return $"{study}: reading"; // there is no such study yet; whether something is wrong, the import itself will say
        }
    }

    private static string Sent(Upload upload)
    {
        if (upload.Size is not > 0) return $"{upload.Name}: {Megabytes(upload.Sent)} sent";
        var full = (int)(BarWidth * Math.Min(1.0, (double)upload.Sent / upload.Size.Value));
        return $"{upload.Name} {new string('━', full)}{new string('─', BarWidth - full)} {Megabytes(upload.Sent)} of {Megabytes(upload.Size.Value)}";
    }

    private static string Megabytes(long bytes) => $"{Show.Number(Math.Round(bytes / 1e6, 1))} MB";

    private async Task WriteAsync(string line)
    {
        await surroundings.Error.WriteAsync('\r' + line.PadRight(width));
        await surroundings.Error.FlushAsync();
        width = line.Length;
    }
}
