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
        var missing = command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is not { Tokens.Count: > 0 }).ToList();
        if (missing.Count > 0 && unknown.Count == 0)
        {
            var names = string.Join(' ', missing.Select(argument => $"<{argument.Name}>"));
            return [$"{command.Name}: {names} is missing. See archopt {command.Name} --help."];
        }

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
