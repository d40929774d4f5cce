namespace ArchOpt.Studies.Definition.Text;

/// <summary>How large a study file may be. Far beyond real ones; they keep a wrong or hostile file from exhausting memory or stack.</summary>
internal static class TextLimits
{
    /// <summary>1 MiB of UTF-8.</summary>
    public const int Bytes = 1 << 20;

    /// <summary>Values, lists and mappings, with every YAML alias written out.</summary>
    public const long Nodes = 200_000;

    /// <summary>Lists and mappings within each other.</summary>
    public const int Depth = 64;

    /// <exception cref="StudySyntaxException">Half of a surrogate pair, which no UTF-8 can hold.</exception>
    public static void CheckText(int line, int column, string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                throw new StudySyntaxException(line, column, "the text is not valid Unicode (half a surrogate pair)");
            i++;
        }
    }
}
