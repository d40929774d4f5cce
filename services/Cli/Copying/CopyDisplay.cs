using ArchOpt.Cli.Output;
using ArchOpt.Storage.Copying;

namespace ArchOpt.Cli.Copying;

/// <summary>One line on a terminal, written over: which study, and how far. Silent elsewhere.</summary>
internal sealed class CopyDisplay(Surroundings surroundings) : IProgress<CopyProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private long? shown;
    private int width;

    public void Report(CopyProgress value)
    {
        if (!surroundings.ErrorIsTerminal || (shown is { } last && surroundings.Clock.GetElapsedTime(last) < Interval)) return;
        shown = surroundings.Clock.GetTimestamp();
        Write($"{value.Study}: {Show.Number(value.Done)} of {Show.Number(value.Of)} trials");
    }

    /// <summary>Leaves nothing of the line.</summary>
    public void Clear()
    {
        if (width == 0) return;
        Write("");
        surroundings.Error.Write('\r');
        width = 0;
    }

    private void Write(string line)
    {
        surroundings.Error.Write('\r' + line.PadRight(width));
        surroundings.Error.Flush();
        width = line.Length;
    }
}
