namespace ArchOpt.Evaluation.Evaluators.Command;

/// <summary>Where a program is.</summary>
internal static class ProgramPath
{
    private const string Usual = "/usr/local/bin:/usr/bin:/bin";
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The absolute path of a program that can be executed; null when there is none.</summary>
    /// <param name="program">An absolute path, or a bare name.</param>
    /// <param name="path">Folders with colons between them; the usual ones when it is null.</param>
    public static string? Find(string program, string? path)
    {
        if (program.Contains('/')) return IsExecutable(program) ? program : null;
        return (path ?? Usual).Split(':')
            .Where(folder => folder.StartsWith('/')) // a relative folder would depend on where the worker was started
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(IsExecutable);
    }

    /// <summary>Why a command cannot run here; null when it can.</summary>
    public static string? Problem(CommandRegistration command)
    {
        var path = CommandEnvironment.Passed(command).GetValueOrDefault("PATH");
        if (Find(command.Program, path) is null)
        {
            var hint = command.Program.Contains('/') ? "" : $" on the PATH ({path ?? Usual}); a program beside the file of commands is written ./{command.Program}";
            var what = File.Exists(command.Program) ? "may not be executed" : "does not exist";
            return $"command '{command.Name}': the program '{command.Program}' {what}{hint}.";
        }

        return Directory.Exists(command.WorkingDirectory) ? null : $"command '{command.Name}': the working directory '{command.WorkingDirectory}' does not exist.";
    }

    private static bool IsExecutable(string file) =>
        File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & Executable) != UnixFileMode.None);
}
