using System.Globalization;
using System.Text;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Evaluation.Evaluators.Command;

/// <summary>
/// What one attempt prints, in a file of bounded size: the beginning and the end are kept, and a line between them says
/// how much is left out. Whoever reads the file while the program runs sees its latest output. Thread-safe.
/// </summary>
internal sealed class AttemptLog : IDisposable
{
    private const int TailLines = 30;
    private const int TailLineCharacters = 400;

    private readonly Lock gate = new();
    private readonly FileStream file;
    private readonly long limit;
    private readonly Queue<string> tail = new();
    private long leftOut;
    private int noteLength;

    /// <param name="path">Appended to when an interrupted attempt is taken up again.</param>
    /// <param name="limit">Bytes that the file may have.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public AttemptLog(string path, long limit)
    {
        this.limit = limit;
        file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 64 * 1024);
        file.Position = file.Length;
    }

    /// <summary>The last lines, for people; null when nothing was printed.</summary>
    public string? Tail
    {
        get
        {
            lock (gate) return LogTail.Of(tail);
        }
    }

    public void Write(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        lock (gate)
        {
            if (tail.Count == TailLines) tail.Dequeue();
            tail.Enqueue(line.Length <= TailLineCharacters ? line : line[..TailLineCharacters] + "...");
            if (bytes.Length > limit / 4)
            {
                leftOut += bytes.Length;
                return;
            }

            if (file.Position + bytes.Length > limit) MakeRoom();
            file.Write(bytes);
        }
    }

    /// <summary>A line of ArchOpt's own among those of the program.</summary>
    public void Note(string text) => Write($"[archopt] {text}");

    public void Flush()
    {
        lock (gate) file.Flush();
    }

    public void Dispose()
    {
        lock (gate) file.Dispose();
    }

    /// <summary>Keeps the first half and the last quarter: each byte is moved at most once for every quarter that is written.</summary>
    private void MakeRoom()
    {
        file.Flush();
        var last = new byte[limit / 4];
        file.Position = file.Length - last.Length;
        file.ReadExactly(last);
        var line = last.AsSpan(last.AsSpan().IndexOf((byte)'\n') + 1);
        leftOut += file.Length - (limit / 2) - noteLength - line.Length;
        var note = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\n[archopt] {leftOut} bytes are left out here\n"));
        noteLength = note.Length;
        file.Position = limit / 2;
        file.Write(note);
        file.Write(line);
        file.Flush();
        file.SetLength(file.Position);
    }
}
