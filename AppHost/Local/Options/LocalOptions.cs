using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace ArchOpt.AppHost.Local.Options;

/// <summary>The command line of <c>dotnet run --project AppHost -- ...</c>, checked.</summary>
internal sealed record LocalOptions
{
    internal const int MaxEvaluators = 64;
    private const string DataKey = "data";

    /// <summary>Evaluation workers to start.</summary>
    public int Evaluators { get; init; } = 2;

    /// <summary>Proposal's port; Analysis takes the next one.</summary>
    public int Port { get; init; } = 5080;

    /// <summary>The first worker's port; null lets each worker take any free one.</summary>
    public int? EvaluatorPort { get; init; }

    /// <summary>The absolute path of the study file to start; null for the tour of an empty store.</summary>
    public string? Study { get; init; }

    /// <summary>The absolute path of the file of commands; null for the repository's own.</summary>
    public string? Commands { get; init; }

    /// <summary>The absolute folder of everything that is kept.</summary>
    public string Data { get; init; } = Path.GetFullPath(".archopt");

    public bool ExitWhenDone { get; init; }

    public bool Idle { get; init; }

    public bool Verbose { get; init; }

    public bool Describe { get; init; }

    public bool Help { get; init; }

    /// <summary>Configuration keys passed through, such as <c>Parameters:messaging-password</c>.</summary>
    public IReadOnlyDictionary<string, string> Others { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>One line per mistake; empty when the command line is right.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    internal static LocalOptions Parse(IReadOnlyList<string> arguments) => new CommandLineReader(arguments).Read();

    internal static string DataDirectory(IConfiguration configuration) =>
        configuration[DataKey] ?? throw new InvalidOperationException("The configuration holds no data directory.");

    /// <summary>
    /// Every option as a configuration value, also those not given: an environment variable that happens to be
    /// called PORT or STUDY must not decide anything.
    /// </summary>
    internal IEnumerable<KeyValuePair<string, string?>> ToConfiguration() =>
    [
        new("evaluators", Evaluators.ToString(CultureInfo.InvariantCulture)),
        new("port", Port.ToString(CultureInfo.InvariantCulture)),
        new("evaluator-port", EvaluatorPort?.ToString(CultureInfo.InvariantCulture)),
        new("study", Study),
        new("commands", Commands),
        new(DataKey, Data),
        new("idle", Idle ? "true" : "false"),
        .. Others.Select(other => new KeyValuePair<string, string?>(other.Key, other.Value)),
    ];
}
