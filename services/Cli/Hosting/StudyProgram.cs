using System.Text.Json;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Definition.Evaluators;

namespace ArchOpt.Cli.Hosting;

/// <summary>The program that a study names, and what this process has registered.</summary>
internal static class StudyProgram
{
    /// <summary>Where trials run in this process, a name that nothing is registered under would only fail them all, one after the other.</summary>
    /// <param name="study">Any study; one of another evaluator names no program.</param>
    /// <param name="file">The study file, for the message.</param>
    /// <param name="registered">The names there are.</param>
    /// <exception cref="CliException">The study names a program that is not among them.</exception>
    public static void Check(StudyDefinition study, string file, IReadOnlyCollection<string> registered)
    {
        if (study.Evaluator.Name != EvaluatorCatalogue.Command.Name) return;
        using var settings = JsonDocument.Parse(study.Evaluator.Settings);
        var name = settings.RootElement.GetProperty("command").GetString()!;
        if (registered.Contains(name)) return;
        var known = registered.Count == 0 ? "there is none: --commands FILE registers programs" : $"there are {string.Join(", ", registered)}";
        throw CliException.Wrong($"{file}: evaluator.settings.command: no program is registered as '{name}'{NearestName.Hint(name, registered)} ({known})");
    }
}
