namespace ArchOpt.Analysis.Indexing;

/// <summary>One string for all that are equal, as long as they do not come to more than so many characters together.</summary>
internal sealed class TextPool(int most)
{
    private readonly HashSet<string> texts = new(StringComparer.Ordinal);
    private int characters;

    /// <summary>The text; null for null, and for one that found no room.</summary>
    public string? Find(string? text)
    {
        if (text is null) return null;
        if (texts.TryGetValue(text, out var known)) return known;
        if (characters + text.Length > most) return null;
        characters += text.Length;
        texts.Add(text);
        return text;
    }
}
