using System.Globalization;
using System.Text;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Analysis.Supplement;

/// <summary>A proposal as a study file that runs as it is, with what to know about it at its head.</summary>
internal static class SupplementFile
{
    /// <param name="trials">How many finished trials the proposal comes from.</param>
    /// <param name="changes">What its space allows beyond the parent's.</param>
    public static string Write(StudyDefinition next, int trials, IEnumerable<string> changes)
    {
        var text = new StringBuilder();
        var parent = next.Parent!;
        Comment($"proposed by archopt from {trials.ToString(CultureInfo.InvariantCulture)} trials of {parent.Study}; the expectations under 'parent' are judged by archopt report {next.Name} once it has run");
        if (next.Evaluator.Name == EvaluatorReference.External)
            Comment("evaluator external: the trials wait for archopt ask and archopt tell; to have them run, name an evaluator of your own here");
        foreach (var change in changes) Comment($"wider than the space of {parent.Study}: {change}");
        return text.Append(StudyFileWriter.ToYaml(next)).ToString();

        void Comment(string line) => text.Append("# ").Append(line.ReplaceLineEndings(" ")).Append('\n');
    }
}
