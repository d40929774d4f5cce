using System.CommandLine;

namespace ArchOpt.Cli;

/// <summary>The options that every command takes.</summary>
internal sealed class GlobalOptions
{
    public const string DefaultServer = "http://127.0.0.1:5080";
    public const string DefaultData = ".archopt";
    public const string DefaultCommands = "workloads/commands.json";

    public Option<string?> Server { get; } = new("--server")
    {
        Description = $"URL of a running system [$ARCHOPT_SERVER, else {DefaultServer}]",
        HelpName = "URL",
        Recursive = true,
    };

    public Option<bool> Embedded { get; } = new("--embedded")
    {
        Description = "Host everything in this process instead of talking to a server",
        Recursive = true,
    };

    public Option<string> Data { get; } = new("--data")
    {
        Description = "Where the embedded store lives",
        HelpName = "DIR",
        DefaultValueFactory = _ => DefaultData,
        Recursive = true,
    };

    public Option<string?> ApiKey { get; } = new("--api-key")
    {
        Description = "Key for a server that asks for one [$ARCHOPT_API_KEY]",
        HelpName = "KEY",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print one JSON document on standard output",
        Recursive = true,
    };

    public Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Log more, and show the details of an unexpected error",
        Recursive = true,
    };

    public Option<string?> Commands { get; } = new("--commands")
    {
        Description = $"Programs that the evaluator command may run, when trials run in this process [{DefaultCommands}, if there is one]",
        HelpName = "FILE",
        Recursive = true,
    };

    public IEnumerable<Option> All => [Server, Embedded, Data, Commands, ApiKey, Json, Verbose];

    /// <summary>The values of one call, with the environment's defaults.</summary>
    /// <exception cref="CliException">The server is not an http or https URL, or contradicts --embedded; the file of commands does not exist.</exception>
    public CallOptions Read(ParseResult call, Func<string, string?> variable)
    {
        var given = call.GetValue(Server);
        var embedded = call.GetValue(Embedded);
        if (embedded && given is not null) throw CliException.Wrong("--embedded: cannot be combined with --server.");
        var fromEnvironment = Text(variable("ARCHOPT_SERVER"));
        var url = given ?? fromEnvironment ?? DefaultServer;
        var usable = Uri.TryCreate(url, UriKind.Absolute, out var server) && server.Scheme is "http" or "https";
        if (!usable)
        {
            var name = given is null ? "ARCHOPT_SERVER" : "--server";
            throw CliException.Wrong($"{name}: must be an http or https URL such as {DefaultServer} (was '{url}')");
        }

        var commands = call.GetValue(Commands);
        if (commands is not null && !File.Exists(commands)) throw CliException.Wrong($"--commands: no such file: {Path.GetFullPath(commands)}");
        return new(
            server!,
            embedded,
            call.GetValue(Data)!,
            commands,
            Text(call.GetValue(ApiKey)) ?? Text(variable("ARCHOPT_API_KEY")),
            call.GetValue(Json),
            call.GetValue(Verbose));
    }

    private static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>What the global options say in one call.</summary>
/// <param name="Data">The data directory of the embedded mode.</param>
/// <param name="Commands">The file of commands of the embedded mode; null for what is configured, else the usual file.</param>
internal sealed record CallOptions(
    Uri Server,
    bool Embedded,
    string Data,
    string? Commands,
    string? ApiKey,
    bool Json,
    bool Verbose);
