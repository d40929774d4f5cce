using System.CommandLine;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Cli;

/// <summary>What is wrong with a call, one line for each mistake, with what was probably meant.</summary>
internal static class CallMistakes
{
    public static IEnumerable<string> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var unknown = parsed.UnmatchedTokens;
        var isCommandMissing = command.Subcommands.Count > 0;
        if (isCommandMissing && unknown.FirstOrDefault(token => !token.StartsWith('-')) is { } name)
            return [$"'{name}' is not a command{Hint(name, command.Subcommands.Select(c => c.Name))} See archopt --help."];
        if (isCommandMissing && unknown.Count == 0) return ["A command is missing. See archopt --help."];
        return parsed.Errors.Select(error => Describe(error.Message, unknown, parsed)).Distinct(StringComparer.Ordinal);
    }

    private static string Describe(string message, IReadOnlyList<string> unknown, ParseResult parsed)
    {
        var line = string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var option = unknown.FirstOrDefault(token => token.StartsWith('-') && line.Contains($"'{token}'", StringComparison.Ordinal));
        if (option is null) return line;
        var options = parsed.CommandResult.Command.Options.Concat(parsed.RootCommandResult.Command.Options).Select(o => o.Name);
        return $"'{option}' is not an option of this command{Hint(option, options)}";
    }

    private static string Hint(string name, IEnumerable<string> candidates) =>
        NearestName.Hint(name, candidates) is { Length: > 0 } hint ? hint : ".";
}
