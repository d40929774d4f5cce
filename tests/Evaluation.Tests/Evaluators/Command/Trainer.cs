using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using ArchOpt.Evaluation.Evaluators;
using ArchOpt.Evaluation.Evaluators.Command;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Trials;
using ArchOpt.Testing;
using Microsoft.Extensions.Configuration;

namespace ArchOpt.Evaluation.Tests.Evaluators.Command;

/// <summary>
/// A worker's evaluator <c>command</c> with one registered command, <c>train</c>: a shell script in a temporary folder whose
/// name has a space and a quote. Remembers every step that is reported.
/// </summary>
internal sealed class Trainer : IStepReporter, IDisposable
{
    public const string Study = "a study";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("archopt it's ");
    private readonly ConcurrentQueue<StepMetrics> steps = new();

    /// <param name="settings">More of the registration: ("Timeout", "2s"), ("Patterns:0", "...").</param>
    public Trainer(string script, params (string Key, string Value)[] settings)
    {
        File.WriteAllText(this["train.sh"], script);
        var registration = new Dictionary<string, string?>
        {
            ["Evaluation:Commands:train:Program"] = "/bin/sh",
            ["Evaluation:Commands:train:Arguments:0"] = this["train.sh"],
            ["Evaluation:Commands:train:Arguments:1"] = "${args}",
            ["Evaluation:Commands:train:WorkingDirectory"] = root.FullName,
            ["Evaluation:Commands:train:Grace"] = "10s",
            ["Evaluation:WorkDirectory"] = Work,
        };
        foreach (var (key, value) in settings) registration[$"Evaluation:Commands:train:{key}"] = value;
        var options = EvaluationOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(registration).Build(), []);
        Evaluator = new(options.Commands, options.WorkDirectory, TimeProvider.System, slot => $"device{slot}", ["cpu", "gpu"]);
    }

    public CommandEvaluator Evaluator { get; }

    public string Work => this["work"];

    public IReadOnlyCollection<StepMetrics> Steps => steps;

    /// <summary>What the last run showed of its log.</summary>
    public string? Tail { get; private set; }

    /// <summary>What a watcher does with a step, beyond its being remembered.</summary>
    public Func<long, Task> Watch { get; init; } = _ => Task.CompletedTask;

    public string this[string file] => Path.Combine(root.FullName, file);

    /// <summary>The directory of a trial.</summary>
    public string TrialDirectory(long number = 0) => Path.Combine(Work, "a_study-s1", number.ToString(CultureInfo.InvariantCulture));

    public string Log(int attempt = 1) => File.ReadAllText(Path.Combine(TrialDirectory(), $"attempt-{attempt}.log"));

    public Task<EvaluationResult> RunAsync(
        string configuration = "{}", string settings = """{"command":"train"}""", int attempt = 1, long number = 0, long? resource = null, int slot = 0) =>
        RunAsync(Configuration.Parse(configuration), settings, attempt, number, resource, slot);

    public Task<EvaluationResult> RunAsync(
        Configuration configuration, string settings = """{"command":"train"}""", int attempt = 1, long number = 0, long? resource = null, int slot = 0) =>
        RunAsync(
            new EvaluationRequest
            {
                Configuration = configuration, Settings = settings, Seed = 7, StudyId = "s1", Study = Study, Number = number, Attempt = attempt, MaxResource = resource, Slot = slot,
            },
            TestContext.Current.CancellationToken);

    /// <summary>A run that the token stops.</summary>
    public Task<EvaluationResult> RunUntilAsync(CancellationToken stop) => RunAsync(
        new EvaluationRequest { Configuration = Configuration.Empty, Settings = """{"command":"train"}""", Seed = 7, StudyId = "s1", Study = Study }, stop);

    async ValueTask IStepReporter.ReportAsync(long step, ImmutableSortedDictionary<string, double> metrics, CancellationToken cancellationToken)
    {
        steps.Enqueue(new(step, metrics));
        await Watch(step);
    }

    void IStepReporter.Logged(string? tail) => Tail = tail;

    /// <summary>The lines that the script has written to a file of the folder, once there are so many.</summary>
    public async Task<string[]> LinesAsync(string file, int count = 1)
    {
        await UntilAsync(() => File.Exists(this[file]) && File.ReadAllLines(this[file]).Length >= count, $"{file} has {count} lines");
        return File.ReadAllLines(this[file]);
    }

    public static Task UntilAsync(Func<bool> condition, string what) =>
        Eventually.TrueAsync(condition, Deadline, what, TestContext.Current.CancellationToken);

    /// <summary>Whether the process runs; one that has ended and is only not waited for does not.</summary>
    public static bool IsAlive(string process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose() => root.Delete(recursive: true);

    private Task<EvaluationResult> RunAsync(EvaluationRequest request, CancellationToken stop) =>
        Evaluator.EvaluateAsync(request, this, stop).WaitAsync(Deadline, TestContext.Current.CancellationToken);
}
