using System.Text;
using ArchOpt.Cli.Files;

namespace ArchOpt.Cli.Importing;

/// <summary>A file on its way to a server: read as it is sent, so its size does not matter, and counted.</summary>
internal sealed class Upload : Stream
{
    private readonly Stream source;
    private long sent;

    private Upload(Stream source, string name, long? length)
    {
        this.source = source;
        Name = name;
        Size = length;
    }

    /// <summary>As it was named; messages begin with it.</summary>
    public string Name { get; }

    /// <summary>In bytes; null for standard input.</summary>
    public long? Size { get; }

    /// <summary>Bytes that were read from it so far. Safe to ask from any thread.</summary>
    public long Sent => Interlocked.Read(ref sent);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Sent;
        set => throw new NotSupportedException();
    }

    /// <param name="name">A path; <c>-</c> is standard input.</param>
    /// <exception cref="CliException">It cannot be read.</exception>
    public static Upload Open(string name, Surroundings surroundings)
    {
        if (name == "-") return new(new TextStream(surroundings.Input), "standard input", null);
        var file = InputFile.Open(name);
        return new(file, name, file.CanSeek ? file.Length : null); // a pipe has no length
    }

    public override int Read(byte[] buffer, int offset, int count) => Count(source.Read(buffer, offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await source.ReadAsync(buffer, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) source.Dispose();
        base.Dispose(disposing);
    }

    private int Count(int read)
    {
        Interlocked.Add(ref sent, read);
        return read;
    }

    /// <summary>Standard input's text as UTF-8.</summary>
    private sealed class TextStream(TextReader reader) : MemoryStream
    {
        private readonly Encoder encoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetEncoder();
        private readonly char[] characters = new char[16 * 1024];

        public override int Read(byte[] buffer, int offset, int count)
        {
            while (Position == Length)
            {
                var read = reader.Read(characters, 0, characters.Length);
                SetLength(0);
                var bytes = new byte[Encoding.UTF8.GetMaxByteCount(read)];
                var length = encoder.GetBytes(characters.AsSpan(0, read), bytes, flush: read == 0);
                Write(bytes, 0, length);
                Position = 0;
                if (read == 0 && length == 0) return 0;
            }

            return base.Read(buffer, offset, count);
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Task.Run(
            () =>
            {
                var bytes = new byte[buffer.Length];
                var read = Read(bytes, 0, bytes.Length);
                bytes.AsMemory(0, read).CopyTo(buffer);
                return read;
            },
            cancellationToken).WaitAsync(cancellationToken)); // the read of a terminal or pipe cannot be cancelled: whoever waits for it can
    }
}
