using System.Threading.Channels;

namespace ArchOpt.Cli.Files;

/// <summary>The lines of standard input, as they come.</summary>
internal static class InputLines
{
    private const int ReadAhead = 1_024;

    /// <summary>
    /// Reads on a thread of its own, because the read of a terminal or pipe cannot be cancelled: whoever waits for a line
    /// can. Read errors come out of the channel.
    /// </summary>
    public static ChannelReader<string> Read(TextReader input, CancellationToken cancellationToken)
    {
        var lines = Channel.CreateBounded<string>(new BoundedChannelOptions(ReadAhead) { SingleReader = true, SingleWriter = true });
        _ = Task.Run(() => PumpAsync(input, lines.Writer, cancellationToken), cancellationToken);
        return lines.Reader;
    }

    private static async Task PumpAsync(TextReader input, ChannelWriter<string> lines, CancellationToken cancellationToken)
    {
        try
        {
            while (await input.ReadLineAsync(cancellationToken) is { } line) await lines.WriteAsync(line, cancellationToken);
            lines.Complete();
        }
        catch (Exception e)
        {
            lines.Complete(e);
        }
    }
}
