using System.Text;

namespace ArchOpt.Studies.Definition.Text;

/// <summary>From bytes or text to a tree: size, encoding, and whether it is YAML or JSON.</summary>
internal static class StudyText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="StudySyntaxException">Over 1 MiB, or not UTF-8. A byte order mark is left out.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        CheckSize(bytes.Length);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) bytes = bytes[3..];
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            var (line, column) = Place(bytes[..Math.Clamp(e.Index, 0, bytes.Length)]);
            throw new StudySyntaxException(line, column, $"is not UTF-8 (byte 0x{e.BytesUnknown?.FirstOrDefault():X2} at column {column}); save the file as UTF-8");
        }
    }

    /// <exception cref="StudySyntaxException">Over 1 MiB, or neither YAML nor JSON.</exception>
    public static StudyNode Parse(string text, string? fileName)
    {
        CheckSize(Encoding.UTF8.GetByteCount(text));
        if (text.StartsWith('\uFEFF')) text = text[1..];
        if (HasExtension(fileName, ".json")) return JsonTree.Parse(text);
        if (!LooksLikeJson(text)) return YamlTree.Parse(text);
        try
        {
            return JsonTree.Parse(text);
        }
        catch (StudySyntaxException) when (HasExtension(fileName, ".yaml") || HasExtension(fileName, ".yml"))
        {
            return YamlTree.Parse(text); // a YAML flow mapping may start like JSON and not be it
        }
    }

    private static bool LooksLikeJson(string text)
    {
        var rest = text.AsSpan().TrimStart();
        if (rest.IsEmpty || rest[0] != '{') return false;
        rest = rest[1..].TrimStart();
        return !rest.IsEmpty && rest[0] is '"' or '}';
    }

    private static bool HasExtension(string? fileName, string extension) =>
        fileName is not null && fileName.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

    private static void CheckSize(int bytes)
    {
        if (bytes > TextLimits.Bytes)
            throw new StudySyntaxException(1, 1, $"must be at most 1 MiB (has {bytes:N0} bytes)");
    }

    private static (int Line, int Column) Place(ReadOnlySpan<byte> before) =>
        (before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'));
}
