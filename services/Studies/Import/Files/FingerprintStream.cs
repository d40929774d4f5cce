using System.Security.Cryptography;
using System.Text;

namespace ArchOpt.Studies.Import.Files;

/// <summary>Reads a stream once, remembers its first bytes and digests all that was read.</summary>
internal sealed class FingerprintStream(Stream content) : Stream
{
    private const int HeadBytes = 64 << 10;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] head = [];
    private int served;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The first bytes, which are still to be read.</summary>
    public async Task<ReadOnlyMemory<byte>> HeadAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[HeadBytes];
        var length = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        head = buffer[..length];
        hash.AppendData(head);
        return head;
    }

    /// <summary>16 hexadecimal digits over what was read and the options.</summary>
    public string Fingerprint(IEnumerable<string> options)
    {
        foreach (var option in options) hash.AppendData(Encoding.UTF8.GetBytes($"\0{option.Length}:{option}"));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (served < head.Length) return Serve(buffer.Span);
        var length = await content.ReadAsync(buffer, cancellationToken);
        hash.AppendData(buffer.Span[..length]);
        return length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var target = buffer.AsSpan(offset, count);
        if (served < head.Length) return Serve(target);
        var length = content.Read(target);
        hash.AppendData(target[..length]);
        return length;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) hash.Dispose();
        base.Dispose(disposing);
    }

    private int Serve(Span<byte> target)
    {
        var length = Math.Min(target.Length, head.Length - served);
        head.AsSpan(served, length).CopyTo(target);
        served += length;
        return length;
    }
}
