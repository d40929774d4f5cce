namespace ArchOpt.Studies.Import.Files;

/// <param name="IsTable">CSV, of whomever; else JSON.</param>
/// <param name="Format">As asked for; null: the content says.</param>
internal readonly record struct DetectedFormat(bool IsTable, ImportFormat? Format);

/// <summary>Tells a table from JSON, by the file's name and its first bytes.</summary>
internal static class FormatDetection
{
    /// <exception cref="UnusableFileException">Neither text nor JSON, or empty.</exception>
    public static DetectedFormat Of(ImportRequest request, ReadOnlySpan<byte> head)
    {
        var text = head.StartsWith("\uFEFF"u8) ? head[3..] : head;
        text = text.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty) throw new UnusableFileException(0, "", "the file is empty");
        var looksLikeJson = text[0] is (byte)'[' or (byte)'{';
        switch (request.Format)
        {
            case ImportFormat.Csv:
                return new(true, request.Format);
            case ImportFormat.Json:
                return new(false, null);
            case ImportFormat.Optuna or ImportFormat.Wandb: // both have tables, too
                return new(!looksLikeJson, request.Format);
        }

        var isUtf16 = head is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..];
        if (!isUtf16 && head.Contains((byte)0)) throw new UnusableFileException(0, "", "is no text: write the trials as CSV or JSON");
        return Path.GetExtension(request.FileName).ToLowerInvariant() switch
        {
            ".csv" or ".tsv" => new(true, null),
            ".json" or ".jsonl" or ".ndjson" => new(false, null),
            _ when looksLikeJson => new(false, null),
            _ when isUtf16 || HasSeparator(text) => new(true, null),
            _ => throw new UnusableFileException(0, "", "cannot be told to be CSV or JSON; say which format it has (csv, json, optuna, wandb)"),
        };
    }

    /// <summary>A first line of several columns.</summary>
    private static bool HasSeparator(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAny((byte)'\r', (byte)'\n');
        return (end < 0 ? text : text[..end]).IndexOfAny(",;\t|"u8) >= 0;
    }
}
