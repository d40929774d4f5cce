using System.Globalization;

namespace ArchOpt.AppHost.Local.Processes;

/// <summary>What one resource writes, appended across runs. A full file becomes <c>.1</c>, replacing the one before.</summary>
internal sealed class LogFile : IDisposable
{
    internal const long DefaultLimit = 16 * 1024 * 1024;
    private const int TailLength = 20;

    private readonly Lock _gate = new();
    private readonly Queue<string> _tail = new();
    private readonly string _path;
    private readonly long _limit;
    private StreamWriter _writer;
    private int _lost;

    /// <param name="path">The file; its folder exists.</param>
    /// <param name="limit">Bytes after which a new file begins.</param>
    internal LogFile(string path, long limit = DefaultLimit)
    {
        _path = path;
        _limit = limit;
        _writer = Open();
    }

    internal void Write(string line)
    {
        lock (_gate)
        {
            _tail.Enqueue(line);
            if (_tail.Count > TailLength)
                _tail.Dequeue();
            try
            {
                if (_writer.BaseStream.Position > _limit)
                    Rotate();
                if (_lost > 0)
                    _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"---- {_lost} lines could not be written"));
                _writer.WriteLine(line);
                _lost = 0;
            }
            catch (IOException)
            {
                // A full disk must not stop the program whose output this is; the gap is named when there is room again.
                _lost++;
            }
        }
    }

    internal void Mark(DateTimeOffset now, string what) =>
        Write(string.Create(CultureInfo.InvariantCulture, $"---- {now:yyyy-MM-dd HH:mm:ss}Z {what}"));

    /// <summary>The last lines, oldest first.</summary>
    internal IReadOnlyList<string> Tail()
    {
        lock (_gate)
            return [.. _tail];
    }

    public void Dispose()
    {
        lock (_gate)
            _writer.Dispose();
    }

    private void Rotate()
    {
        _writer.Dispose();
        File.Move(_path, _path + ".1", overwrite: true);
        _writer = Open();
    }

    private StreamWriter Open() =>
        new(new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete)) { AutoFlush = true };
}
