using System.Security.Cryptography;
using System.Text;

namespace ArchOpt.Studies.Definition;

/// <summary>Says whether two definitions are the same search.</summary>
public static class StudyIdentity
{
    /// <summary>
    /// 32 hexadecimal digits over everything but name and budget, stable across processes and versions: trials of one search
    /// may be continued under another budget, and a search keeps its identity under another name.
    /// </summary>
    public static string Of(StudyDefinition definition)
    {
        var text = string.Join('\n', Search(definition).Select(section => $"{section.Key}={section.Value}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }

    internal static IEnumerable<KeyValuePair<string, string>> Search(StudyDefinition definition) =>
        StudyFileWriter.Sections(definition).Where(section => section.Key is not ("study" or "budget"));
}
