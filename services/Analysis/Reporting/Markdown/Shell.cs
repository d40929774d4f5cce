using System.Text;

namespace ArchOpt.Analysis.Reporting.Markdown;

/// <summary>Names in commands that people copy.</summary>
internal static class Shell
{
    /// <summary>One word of a POSIX shell on one line, whatever the name holds.</summary>
    public static string Quote(string name)
    {
        var line = new StringBuilder(name.Length);
        foreach (var letter in name) line.Append(char.IsControl(letter) ? '?' : letter);
        var word = line.ToString();
        return word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' or '/') && word[0] != '-'
            ? word
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
    }
}
