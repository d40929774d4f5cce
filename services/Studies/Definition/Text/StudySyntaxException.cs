namespace ArchOpt.Studies.Definition.Text;

/// <summary>The text is not even a tree: nothing behind this place can be read.</summary>
internal sealed class StudySyntaxException(int line, int column, string message) : Exception(message)
{
    public int Line => line;

    public int Column => column;
}
