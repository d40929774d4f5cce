namespace ArchOpt.Studies.Definition.Text;

/// <summary>How large a study file may be. Far beyond real ones; they keep a wrong or hostile file from exhausting memory or stack.</summary>
internal static class TextLimits
{
    /// <summary>1 MiB of UTF-8.</summary>
    public const int Bytes = 1 << 20;

    /// <summary>Values, lists and mappings of YAML, with every alias written out; JSON has none, so its size bounds it.</summary>
    public const long Nodes = 200_000;

    /// <summary>Lists and mappings within each other.</summary>
    public const int Depth = 64;

    /// <summary>Characters of a key.</summary>
    public const int KeyLength = 1_000;

    /// <exception cref="StudySyntaxException">Longer than any key can be.</exception>
    public static void CheckKey(int line, int column, string key)
    {
        if (key.Length > KeyLength) throw new StudySyntaxException(line, column, $"a key must have at most {KeyLength:N0} characters (has {key.Length:N0})");
    }

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
