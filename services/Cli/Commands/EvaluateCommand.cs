using System.CommandLine;

namespace ArchOpt.Cli.Commands;

internal static class EvaluateCommand
{
    public static Command Create(CommandScope scope) => new("evaluate");
}
