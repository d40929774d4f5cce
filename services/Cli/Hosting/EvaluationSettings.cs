using ArchOpt.Evaluation;
using ArchOpt.Evaluation.Evaluators;
using ArchOpt.Evaluation.Evaluators.Command;
using Microsoft.Extensions.Options;

namespace ArchOpt.Cli.Hosting;

/// <summary>What a worker in this process is told beyond the configuration that the environment gives.</summary>
internal static class EvaluationSettings
{
    private const string CommandFiles = EvaluationOptions.Section + ":" + nameof(CommandFiles);
    private const string WorkDirectory = EvaluationOptions.Section + ":" + nameof(EvaluationOptions.WorkDirectory);

    /// <summary>
    /// Programs from the file that the call names, else from what is configured, else from the usual file if there is one;
    /// their work in the data directory, unless it is configured.
    /// </summary>
    public static void Add(IConfigurationManager configuration, string? commands, string data)
    {
        var isConfigured = configuration.GetSection(CommandFiles).Exists();
        var file = commands ?? (!isConfigured && File.Exists(GlobalOptions.DefaultCommands) ? GlobalOptions.DefaultCommands : null);
        if (file is not null) configuration.AddInMemoryCollection([new(isConfigured ? CommandFiles : CommandFiles + ":0", Path.GetFullPath(file))]);
        if (string.IsNullOrEmpty(configuration[WorkDirectory]))
            configuration.AddInMemoryCollection([new(WorkDirectory, Path.GetFullPath(Path.Combine(data, "work")))]);
    }

    /// <summary>The programs that <c>archopt evaluate</c> may run, and where: without a host, as with one.</summary>
    /// <exception cref="OptionsValidationException">A registration is wrong.</exception>
    public static (RegisteredCommands Commands, string Work) Read(string? commands, string data)
    {
        var configuration = new ConfigurationManager();
        configuration.AddEnvironmentVariables();
        Add(configuration, commands, data);
        var options = EvaluationOptions.Read(configuration, EvaluatorRegistry.BuiltInNames);
        return (options.Commands, options.WorkDirectory);
    }
}
