using System.ComponentModel;
using ArchOpt.Contracts;
using ArchOpt.Evaluation.Evaluators.Settings;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Evaluation.Evaluators.Command;

/// <summary>
/// <c>command</c>: runs a program that is registered in the worker's configuration, such as a training script. Settings:
/// <c>command</c>, its registered name, and optionally <c>timeout</c>. Parameters reach it as arguments, environment and a
/// file, and no shell sees them; it reports by printing lines of JSON (see <see cref="Report"/>), or its registration has
/// patterns that find metrics in what it prints. Metrics: whatever it reports.
/// </summary>
/// <param name="commands">The programs that may be run.</param>
/// <param name="work">The directory of everything that runs leave: checkpoints, logs, journals.</param>
/// <param name="device">The accelerator of a slot, as CUDA numbers it; null when the slot has none of its own.</param>
/// <param name="offered">The resource classes that this worker offers; null when nobody asks for one.</param>
public sealed class CommandEvaluator(
    RegisteredCommands commands, string work, TimeProvider time, Func<int, string?>? device = null, IReadOnlyCollection<string>? offered = null) : IEvaluator
{
    public const string EvaluatorName = "command";

    private readonly string work = Path.GetFullPath(work);
    private readonly SettingsCache<CommandSettings> settings = new(CommandSettings.Parse);

    public string Name => EvaluatorName;

    /// <summary>Why registered commands cannot run on this machine as it is: one line for each. Their trials fail with that line.</summary>
    public IEnumerable<string> Problems() => commands.All.Select(ProgramPath.Problem).OfType<string>();

    public async Task<EvaluationResult> EvaluateAsync(EvaluationRequest request, IStepReporter steps, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            return EvaluationResult.Failed("The evaluator 'command' does not run on Windows, which has neither sessions nor signals: run the worker in WSL or in a container.");
        try
        {
            var given = settings.Get(request.Settings);
            if (commands.Find(given.Command) is not { } command) return EvaluationResult.Failed(Unknown(given.Command));
            if (given.Timeout > command.Timeout)
                return EvaluationResult.Failed($"settings.timeout: must be at most {Duration.Format(command.Timeout.Value)}, the timeout of command '{command.Name}' (was {Duration.Format(given.Timeout.Value)}).");
            return (Misplaced(command) ?? ProgramPath.Problem(command)) is { } problem
                ? EvaluationResult.Failed(problem)
                : await RunAsync(command, given.Timeout ?? command.Timeout, request, steps, cancellationToken);
        }
        catch (EvaluatorSettingsException e)
        {
            return EvaluationResult.Failed(e.Message);
        }
        catch (FormatException e)
        {
            return EvaluationResult.Failed($"Trial {request.Number} of command '{settings.Get(request.Settings).Command}' {e.Message}.");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return EvaluationResult.Failed($"The work directory '{work}' cannot be used: {e.Message}");
        }
        catch (Win32Exception e)
        {
            return EvaluationResult.Failed($"The command '{settings.Get(request.Settings).Command}' could not be started: {e.Message}");
        }
    }

    private async Task<EvaluationResult> RunAsync(
        CommandRegistration command, TimeSpan? timeout, EvaluationRequest request, IStepReporter steps, CancellationToken cancellationToken)
    {
        using var directory = await TrialDirectory.OpenAsync(work, request, command.Grace, time, cancellationToken);
        var own = command.ResourceClass == Queues.DefaultResourceClass ? null : device?.Invoke(request.Slot);
        var environment = CommandEnvironment.Of(command, request, directory, own);
        var program = ProgramPath.Find(command.Program, environment.GetValueOrDefault("PATH"))!;
        var start = new ProgramStart(program, [.. command.Arguments.SelectMany(argument => argument.Expand(request.Configuration))], command.WorkingDirectory, environment);
        var result = await new CommandRun(command, timeout, directory, time).RunAsync(start, steps, cancellationToken);
        if (result.Outcome != EvaluationOutcome.Failed) directory.Discard();
        return result;
    }

    private string? Misplaced(CommandRegistration command) => command.ResourceClass is { } wanted && offered?.Contains(wanted) == false
        ? $"command '{command.Name}' runs on workers of resource class '{wanted}' only, and this one offers {string.Join(", ", offered)}: write evaluator: {{ name: command, resource: {wanted} }} in the study file."
        : null;

    private string Unknown(string name) => commands.Names.IsEmpty
        ? $"settings.command: this worker has no command '{name}': none is registered in its configuration (Evaluation:Commands, Evaluation:CommandFiles, archopt --commands FILE)."
        : $"settings.command: this worker has no command '{name}'; it has {string.Join(", ", commands.Names)}.";
}
