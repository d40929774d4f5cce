using System.Collections;
using System.Globalization;
using ArchOpt.Studies.Definition.Evaluators;

namespace ArchOpt.Evaluation.Evaluators.Command;

/// <summary>The whole environment of a program: nothing of the worker's own is in it unless its name is allowed.</summary>
internal static class CommandEnvironment
{
    /// <summary>What every run of the command gets: the allowed variables, and those of the registration.</summary>
    public static Dictionary<string, string> Passed(CommandRegistration command)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (command.PassEnvironment.Any(pattern => Matches(pattern, name))) variables[name] = (string?)variable.Value ?? "";
        }

        foreach (var (name, value) in command.Environment) variables[name] = value;
        return variables;
    }

    /// <param name="device">The accelerator of the run's slot, as CUDA numbers it; null when it has none of its own.</param>
    /// <exception cref="FormatException">Two parameters would be the same variable, or a value cannot be one.</exception>
    public static Dictionary<string, string> Of(CommandRegistration command, EvaluationRequest request, TrialDirectory directory, string? device)
    {
        var variables = Passed(command);
        var parameters = request.Configuration.Entries;
        if (CommandVariables.Collision(parameters.Select(entry => entry.Key)) is var (first, second))
            throw new FormatException($"has the parameters '{first}' and '{second}', which are both {CommandVariables.NameOf(first)} in the program's environment");
        foreach (var (name, value) in parameters)
        {
            var text = ArgumentTemplate.TextOf(value);
            if (text.Contains('\0')) throw new FormatException($"has a NUL character in the parameter '{name}', which neither arguments nor variables can carry");
            variables[CommandVariables.NameOf(name)] = text;
        }

        variables["ARCHOPT_CONFIGURATION"] = directory.Configuration;
        variables["ARCHOPT_CHECKPOINT_DIR"] = directory.Checkpoint;
        variables["ARCHOPT_STUDY"] = request.Study;
        variables["ARCHOPT_TRIAL"] = Text(request.Number);
        variables["ARCHOPT_ATTEMPT"] = Text(request.Attempt);
        variables["ARCHOPT_SEED"] = Text(request.Seed);
        variables["ARCHOPT_SLOT"] = Text(request.Slot);
        if ((request.MaxResource ?? request.Stopping?.MaxEpochs) is { } most) variables["ARCHOPT_RESOURCE"] = Text(most);
        if (device is not null) variables["CUDA_VISIBLE_DEVICES"] = device;
        return variables;
    }

    private static bool Matches(string pattern, string name) =>
        pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : name == pattern;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
