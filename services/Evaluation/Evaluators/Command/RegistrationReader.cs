using System.Globalization;

namespace ArchOpt.Evaluation.Evaluators.Command;

/// <summary>Reads one command's registration and names every mistake in it.</summary>
internal static class RegistrationReader
{
    private const long LeastLog = 4 * 1024;
    private const long MostLog = 1L << 30;
    private static readonly TimeSpan MostGrace = TimeSpan.FromHours(24);

    /// <param name="folder">What relative paths are relative to: absolute.</param>
    public static CommandRegistration Read(string name, CommandSection section, string folder)
    {
        var program = section.Text("program");
        if (program is null) section.Reject("program", "must name the program to run", "");
        var directory = section.Parsed("working_directory", folder, text => Path.GetFullPath(NonNul(text), folder));
        var registration = new CommandRegistration
        {
            Name = name,
            Program = program is null || !program.Contains('/') ? program ?? "" : Path.GetFullPath(program, folder),
            Arguments = section.List("arguments", [ArgumentTemplate.Parse("${args}")], ArgumentTemplate.Parse),
            WorkingDirectory = directory,
            Environment = section.Map("environment"),
            PassEnvironment = section.List("pass_environment", CommandRegistration.DefaultPassEnvironment, VariablePattern),
            Timeout = section.Duration("timeout", TimeSpan.FromMilliseconds(1)),
            Grace = section.Duration("grace", TimeSpan.Zero) ?? TimeSpan.FromSeconds(10),
            ResourceClass = section.Parsed<string?>("resource_class", null, ResourceClass),
            LogLimit = section.Parsed("log_limit", 1L << 20, LogLimit),
            Patterns = section.List("patterns", [], MetricPattern.Parse),
            InfeasibleExitCodes = section.List("infeasible_exit_codes", [], ExitCode),
            OutOfMemoryIsInfeasible = section.Parsed("out_of_memory", fallback: false, OutOfMemory),
        };
        foreach (var (variable, value) in registration.Environment)
        {
            if (!IsVariable(variable)) section.Reject($"environment.{variable}", "a variable's name must have letters, digits and _ only, not starting with a digit", variable);
            if (variable.StartsWith("ARCHOPT_", StringComparison.Ordinal)) section.Reject($"environment.{variable}", "names that begin with ARCHOPT_ are set by ArchOpt", variable);
            if (value.Contains('\0')) section.Reject($"environment.{variable}", "must not contain a NUL character", value.Replace("\0", "\\0"));
        }

        if (registration.Grace > MostGrace) section.Reject("grace", $"must be at most {MostGrace.TotalHours} h", registration.Grace.ToString());
        section.RefuseOthers();
        return registration;
    }

    private static string NonNul(string text) => text.Contains('\0') ? throw new FormatException("must not contain a NUL character") : text;

    private static string VariablePattern(string text) =>
        text == "*" || !IsVariable(text.EndsWith('*') ? text[..^1] : text)
            ? throw new FormatException("must be a variable's name, or its beginning followed by *")
            : text;

    private static bool IsVariable(string name) =>
        name.Length is > 0 and <= 200 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string ResourceClass(string text) =>
        text.Length <= 40 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? text
            : throw new FormatException("must be 1 to 40 lower-case letters, digits or '-'");

    private static long LogLimit(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes is >= LeastLog and <= MostLog
            ? bytes
            : throw new FormatException($"must be a whole number of bytes in [{LeastLog}, {MostLog}]");

    private static int ExitCode(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code is >= 1 and <= 255
            ? code
            : throw new FormatException("must be an exit code from 1 to 255");

    private static bool OutOfMemory(string text) => text switch
    {
        "failed" => false,
        "infeasible" => true,
        _ => throw new FormatException("must be failed or infeasible"),
    };
}
