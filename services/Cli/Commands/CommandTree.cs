using System.CommandLine;

namespace ArchOpt.Cli.Commands;

/// <summary>All commands, in the order in which help lists them.</summary>
internal static class CommandTree
{
    public static RootCommand Create(CommandScope scope)
    {
        var root = new RootCommand("ArchOpt searches neural architectures and hyperparameters, and never loses or double-counts a trial.");
        foreach (var option in scope.Options.All) root.Options.Add(option);
        Command[] commands =
        [
            RunCommand.Create(scope),
            ValidateCommand.Create(scope),
            SchemaCommand.Create(scope),
            StudiesCommand.Create(scope),
            ShowCommand.Create(scope),
            BestCommand.Create(scope),
            ParetoCommand.Create(scope),
            TrialsCommand.Create(scope),
            .. LifeCycleCommands.Create(scope),
            EnqueueCommand.Create(scope),
            ImportCommand.Create(scope),
            AskCommand.Create(scope),
            TellCommand.Create(scope),
            EvaluateCommand.Create(scope),
            BenchCommand.Create(scope),
            ReportCommand.Create(scope),
            ExportCommand.Create(scope),
            CopyCommand.Create(scope),
            ProposeCommand.Create(scope),
            VerifyCommand.Create(scope),
            WorkersCommand.Create(scope),
            DrainCommand.Create(scope),
            FailedCommand.Create(scope),
            ReplayCommand.Create(scope),
            DiscardCommand.Create(scope),
            ServeCommand.Create(scope),
        ];
        foreach (var command in commands) root.Subcommands.Add(command);
        return root;
    }
}
