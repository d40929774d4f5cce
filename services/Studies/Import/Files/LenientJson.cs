using System.Text;
using System.Text.Json;

namespace ArchOpt.Studies.Import.Files;

/// <summary>
/// JSON as Python writes it: <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c> may stand where a number may; they come out as text of the
/// same spelling.
/// </summary>
internal static class LenientJson
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <exception cref="JsonException">Not JSON, even so.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return JsonDocument.Parse(utf8, Strict);
        }
        catch (JsonException) when (utf8.Span.IndexOf("NaN"u8) >= 0 || utf8.Span.IndexOf("Infinity"u8) >= 0)
        {
            return JsonDocument.Parse(Quoted(utf8.Span), Strict);
        }
    }

    /// <summary>The number that an element is, or that its text spells out.</summary>
    public static double? Number(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number when element.TryGetDouble(out var number) => number,
        JsonValueKind.String when CellText.TryNumber(Encoding.UTF8.GetBytes(element.GetString()!), out var number) => number,
        _ => null,
    };

    private static byte[] Quoted(ReadOnlySpan<byte> text)
    {
        var quoted = new List<byte>(text.Length + 64);
        var (isInText, isEscaped) = (false, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (!isInText && Word(text[i..]) is > 0 and var length)
            {
                quoted.Add((byte)'"');
                quoted.AddRange(text.Slice(i, length));
                quoted.Add((byte)'"');
                i += length - 1;
                continue;
            }

            quoted.Add(text[i]);
            if (isEscaped) isEscaped = false;
            else if (isInText && text[i] == '\\') isEscaped = true;
            else if (text[i] == '"') isInText = !isInText;
        }

        return [.. quoted];
    }

    private static int Word(ReadOnlySpan<byte> text) =>
        text.StartsWith("NaN"u8) ? 3 : text.StartsWith("Infinity"u8) ? 8 : text.StartsWith("-Infinity"u8) ? 9 : 0;
}
