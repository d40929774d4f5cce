using System.Buffers;
using System.Text;

namespace ArchOpt.Evaluation.Evaluators.Command;

/// <summary>
/// Lines from a stream of bytes, in memory of bounded size however much comes and however long a line is. A carriage
/// return ends a line as well: progress bars write nothing else. What is not UTF-8 is replaced.
/// </summary>
/// <param name="line">Called for each line that is not empty.</param>
internal sealed class OutputLines(Action<string> line)
{
    /// <summary>Bytes of one line that are kept.</summary>
    public const int Longest = 1 << 20;

    private readonly byte[] chunk = new byte[64 * 1024];
    private readonly ArrayBufferWriter<byte> pending = new();
    private bool isCutting;

    /// <summary>Reads to the end, on the calling thread.</summary>
    /// <param name="chunkRead">Called when what has arrived is processed.</param>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public void ReadToEnd(Stream stream, Action chunkRead)
    {
        while (stream.Read(chunk, 0, chunk.Length) is > 0 and var count)
        {
            Take(chunk.AsSpan(0, count));
            chunkRead();
        }

        Emit();
        chunkRead();
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var end)
        {
            Keep(bytes[..end]);
            Emit();
            bytes = bytes[(end + 1)..];
        }

        Keep(bytes);
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        if (isCutting) return;
        if (pending.WrittenCount + part.Length <= Longest)
        {
            pending.Write(part);
            return;
        }

        pending.Write(part[..(Longest - pending.WrittenCount)]);
        isCutting = true;
    }

    private void Emit()
    {
        var cut = isCutting ? " [archopt: the line is cut here]" : "";
        isCutting = false;
        if (pending.WrittenCount == 0) return;
        var text = Encoding.UTF8.GetString(pending.WrittenSpan);
        pending.ResetWrittenCount();
        line(text + cut);
    }
}
