using System.Collections.Immutable;
using ArchOpt.Contracts;
using ArchOpt.Evaluation.Evaluators.Command;
using Microsoft.Extensions.Options;

namespace ArchOpt.Evaluation;

/// <summary>How this worker works: configuration section <c>Evaluation</c>.</summary>
public sealed record EvaluationOptions
{
    public const string Section = "Evaluation";

    private const string DefaultWorkDirectory = ".archopt/work";

    /// <summary>Unique among living workers; by default machine, process and a random part.</summary>
    public required string Worker { get; init; }

    /// <summary>How many trials run at a time, over all evaluators; by default one for each processor.</summary>
    public required int Slots { get; init; }

    /// <summary>The evaluators whose queues this worker consumes; by default all that it has. A list, or names separated by commas.</summary>
    public required ImmutableArray<string> Evaluators { get; init; }

    /// <summary>How often the worker says that it lives.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// What this machine offers (key <c>ResourceClass</c>, a list or names separated by commas): part of the queues' names, so that
    /// studies may ask for special machines. Each evaluator's queue of each class is consumed; the slots are shared.
    /// </summary>
    public ImmutableArray<string> ResourceClasses { get; init; } = [Queues.DefaultResourceClass];

    /// <summary>
    /// The devices (GPUs, by index or name) that slots are bound to, a list or names separated by commas; empty when runs choose for
    /// themselves. More slots than devices share them; more devices than slots leave the last ones idle.
    /// </summary>
    public ImmutableArray<string> Devices { get; init; } = [];

    /// <summary>The directory that <c>tabular</c> reads from; by default the working directory.</summary>
    public string Tables { get; init; } = ".";

    /// <summary>Where <c>command</c> keeps checkpoints and logs, a folder for each trial; by default <c>.archopt/work</c> in the working directory.</summary>
    public string WorkDirectory { get; init; } = DefaultWorkDirectory;

    /// <summary>The programs that <c>command</c> may run: section <c>Commands</c>, and the files that <c>CommandFiles</c> lists.</summary>
    public RegisteredCommands Commands { get; init; } = RegisteredCommands.None;

    /// <summary>
    /// How long running trials may take to finish at shutdown before they are handed back. Where trainings write a checkpoint
    /// every so often, at least that long: then little is done twice.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How long the worker takes to leave at most. Who stops it (systemd, Docker, Kubernetes) must wait for longer before it kills.</summary>
    public TimeSpan ShutdownTime => Grace + LeaveTime;

    /// <summary>After <see cref="Grace"/>: handing back, the last heartbeat, closing the bus.</summary>
    private static readonly TimeSpan LeaveTime = TimeSpan.FromSeconds(4);

    /// <summary>How often a transient error is tried again within the same attempt.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>The pause before the first retry; it doubles each time, up to 30 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait for the answer to a claim before asking again.</summary>
    public TimeSpan ClaimTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The device of a slot: the devices in turn; null when there are none.</summary>
    public string? DeviceOf(int slot) => Devices.IsEmpty ? null : Devices[slot % Devices.Length];

    /// <param name="configuration">The process' configuration; its section <see cref="Section"/> is read.</param>
    /// <param name="known">The evaluators that this worker has.</param>
    /// <exception cref="OptionsValidationException">A value is wrong; one failure for each, naming key, rule and value.</exception>
    public static EvaluationOptions Read(IConfiguration configuration, IReadOnlyCollection<string> known)
    {
        var read = new OptionsReader(configuration.GetSection(Section));
        var names = read.List("Evaluators");
        var options = new EvaluationOptions
        {
            Worker = read.Text("Worker", $"{Environment.MachineName}-{Environment.ProcessId}-{Random.Shared.Next(0x10000):x4}", IsName, "must be 1 to 100 letters, digits, '.', '_' or '-'"),
            Slots = read.Integer("Slots", Environment.ProcessorCount, 1, 1024),
            Evaluators = names.IsEmpty ? [.. known] : names,
            Heartbeat = read.Duration("Heartbeat", TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(1)),
            ResourceClasses = read.Names("ResourceClass", IsQueuePart, "must be 1 to 40 lower-case letters, digits or '-'", [Queues.DefaultResourceClass]),
            Devices = read.Names("Devices", IsDevice, "must be 1 to 100 letters, digits, '.', ':', '/', '_' or '-'", []),
            Tables = read.Text("Tables", ".", _ => true, "must name a directory"),
            WorkDirectory = read.Text("WorkDirectory", DefaultWorkDirectory, _ => true, "must name a directory"),
            Commands = read.Commands(),
            Grace = read.Duration("Grace", TimeSpan.FromSeconds(8), TimeSpan.Zero, TimeSpan.FromHours(1)),
            Retries = read.Integer("Retries", 3, 0, 100),
            RetryDelay = read.Duration("RetryDelay", TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(5)),
            ClaimTimeout = read.Duration("ClaimTimeout", TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5)),
        };
        foreach (var name in names.Where(name => !known.Contains(name)))
            read.Reject("Evaluators", $"must be among {string.Join(", ", known)}", name);
        if (!options.Commands.Names.IsEmpty && WorkDirectoryProblem(options.WorkDirectory) is { } problem)
            read.Reject("WorkDirectory", problem, options.WorkDirectory);
        read.ThrowIfRejected();
        return options;
    }

    /// <summary>Found at start rather than by the first trial.</summary>
    private static string? WorkDirectoryProblem(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            using var probe = new FileStream(Path.Combine(directory, $".{Guid.NewGuid():n}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"must be a directory that can be written: {e.Message}";
        }
    }

    private static bool IsName(string text) => text.Length <= 100 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    private static bool IsDevice(string text) => text.Length <= 100 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '/' or '_' or '-');

    private static bool IsQueuePart(string text) => text.Length <= 40 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
