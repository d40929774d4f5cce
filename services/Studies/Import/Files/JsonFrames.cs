using System.Buffers;
using System.Runtime.CompilerServices;

namespace ArchOpt.Studies.Import.Files;

/// <summary>The text of one trial.</summary>
/// <param name="Line">Where it starts, from 1.</param>
/// <param name="Bytes">Valid until the next frame is asked for; empty when there is a problem.</param>
internal readonly record struct JsonFrame(long Line, ReadOnlyMemory<byte> Bytes, string? Problem);

/// <summary>
/// Cuts a stream of JSON into trials, holding one at a time: the elements of an array, the lines of a JSON-lines file, or one object that
/// fills the file. Cutting needs only quotes and brackets, so one broken trial costs no other.
/// </summary>
internal sealed class JsonFrames(Stream stream)
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[],"u8);
    private byte[] buffer = new byte[64 << 10];
    private int start;
    private int end;
    private bool isAtEnd;
    private long line = 1;

    /// <exception cref="UnusableFileException">No JSON, or an array that is not closed.</exception>
    public async IAsyncEnumerable<JsonFrame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await FillAsync(cancellationToken);
        if (buffer.AsSpan(start, end - start).StartsWith("\uFEFF"u8)) start += 3;
        var first = await SkipBlankAsync(cancellationToken);
        if (first is not ((byte)'[' or (byte)'{')) throw new UnusableFileException(first is null ? 0 : line, "", first is null ? "the file is empty" : "is not JSON: it must start with [ or {");
        var frames = first == '[' ? ElementsAsync(cancellationToken) : LinesAsync(cancellationToken);
        await foreach (var frame in frames) yield return frame;
    }

    private async IAsyncEnumerable<JsonFrame> ElementsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Skip(1);
        while (true)
        {
            var next = await SkipBlankAsync(cancellationToken);
            if (next is null) throw new UnusableFileException(line, "", "is not JSON: the array is not closed");
            if (next == ']') break;
            if (next == ',')
            {
                Skip(1);
                continue;
            }

            var length = await ElementAsync(cancellationToken);
            yield return new(line, buffer.AsMemory(start, length), null);
            Skip(length);
        }

        Skip(1);
        if (await SkipBlankAsync(cancellationToken) is not null) throw new UnusableFileException(line, "", "is not JSON: something follows the array");
    }

    /// <summary>One object a line; a first line that is no whole object is the beginning of one object that fills the file.</summary>
    private async IAsyncEnumerable<JsonFrame> LinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isFirst = true;
        while (await SkipBlankAsync(cancellationToken) is not null)
        {
            var length = await UntilAsync((byte)'\n', cancellationToken);
            if (length is null)
            {
                yield return new(line, default, $"a line must have at most {ImportLimits.TrialBytes >> 20} MiB");
                await SkipLineAsync(cancellationToken);
                continue;
            }

            if (isFirst && !IsObject(buffer.AsSpan(start, length.Value)))
            {
                length = await ElementAsync(cancellationToken);
                yield return new(line, buffer.AsMemory(start, length.Value), null);
                Skip(length.Value);
                if (await SkipBlankAsync(cancellationToken) is not null) throw new UnusableFileException(line, "", "is not JSON: write an array of trials, or one trial a line");
                yield break;
            }

            isFirst = false;
            yield return new(line, buffer.AsMemory(start, length.Value), null);
            Skip(length.Value);
        }
    }

    /// <summary>Brackets match: cheaper than parsing it twice.</summary>
    private static bool IsObject(ReadOnlySpan<byte> text)
    {
        var scan = default(Nesting);
        for (var i = 0; i < text.Length; i++)
        {
            if (scan.Closes(text[i])) return text[(i + 1)..].Trim(" \t\r"u8).IsEmpty;
        }

        return false;
    }

    /// <summary>The length of the value that starts here; it ends before a comma or bracket of the array around it.</summary>
    private async Task<int> ElementAsync(CancellationToken cancellationToken)
    {
        var nesting = default(Nesting);
        var scanned = 0;
        while (true)
        {
            if (Scan(ref nesting, ref scanned) is { } length) return length;
            if (scanned > ImportLimits.TrialBytes) throw new UnusableFileException(line, "", $"a trial must have at most {ImportLimits.TrialBytes >> 20} MiB");
            if (!await FillAsync(cancellationToken)) throw new UnusableFileException(line, "", "is not JSON: it ends within a trial");
        }
    }

    private int? Scan(ref Nesting nesting, ref int scanned)
    {
        var text = buffer.AsSpan(start, end - start);
        while (scanned < text.Length)
        {
            var skip = nesting.IsInText ? text[scanned..].IndexOfAny((byte)'"', (byte)'\\') : text[scanned..].IndexOfAny(Structure);
            if (skip < 0 && !nesting.IsEscaped)
            {
                scanned = text.Length;
                return null;
            }

            if (!nesting.IsEscaped) scanned += skip;
            if (nesting is { Depth: 0, IsInText: false } && text[scanned] is (byte)',' or (byte)']') return nesting.Depth == 0 && !nesting.IsInText ? scanned : null;
            if (nesting.Closes(text[scanned++])) return scanned;
        }

        return null;
    }

    private async Task<int?> UntilAsync(byte stop, CancellationToken cancellationToken)
    {
        var scanned = 0;
        while (true)
        {
            var found = buffer.AsSpan(start + scanned, end - start - scanned).IndexOf(stop);
            if (found >= 0) return scanned + found;
            scanned = end - start;
            if (scanned > ImportLimits.TrialBytes) return null;
            if (!await FillAsync(cancellationToken)) return end - start;
        }
    }

    private async Task SkipLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            Skip(found >= 0 ? found : end - start);
            if (found >= 0 || !await FillAsync(cancellationToken)) return;
        }
    }

    private async Task<byte?> SkipBlankAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var skip = buffer.AsSpan(start, end - start).IndexOfAnyExcept(" \t\r\n"u8);
            Skip(skip >= 0 ? skip : end - start);
            if (start < end) return buffer[start];
            if (!await FillAsync(cancellationToken)) return null;
        }
    }

    private void Skip(int length)
    {
        line += buffer.AsSpan(start, length).Count((byte)'\n');
        start += length;
    }

    /// <summary>Reads more behind what is there; false at the end.</summary>
    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (isAtEnd) return false;
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        if (end == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        var read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
        end += read;
        isAtEnd = read == 0;
        return read > 0;
    }

    /// <summary>How deep in brackets a text is, and whether in quotes.</summary>
    private record struct Nesting
    {
        public int Depth { get; private set; }

        public bool IsInText { get; private set; }

        public bool IsEscaped { get; private set; }

        /// <summary>Takes the next byte; true when it closes the outermost bracket.</summary>
        public bool Closes(byte next)
        {
            if (IsEscaped) IsEscaped = false;
            else if (IsInText && next == '\\') IsEscaped = true;
            else if (next == '"') IsInText = !IsInText;
            else if (IsInText) return false;
            else if (next is (byte)'{' or (byte)'[') Depth++;
            else if (next is (byte)'}' or (byte)']') return --Depth <= 0;
            return false;
        }
    }
}
