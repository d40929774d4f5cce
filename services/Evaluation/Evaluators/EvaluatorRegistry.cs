using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ArchOpt.Evaluation.Evaluators.AdsArch;
using ArchOpt.Evaluation.Evaluators.Command;
using ArchOpt.Evaluation.Evaluators.Functions;
using ArchOpt.Evaluation.Evaluators.Tables;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Evaluation.Evaluators;

/// <summary>The evaluators of a process by name. <c>external</c> is not among them: ask/tell drives such studies and no worker evaluates.</summary>
public sealed class EvaluatorRegistry
{
    private readonly FrozenDictionary<string, IEvaluator> evaluators;

    /// <exception cref="ArgumentException">Two evaluators have the same name.</exception>
    public EvaluatorRegistry(IEnumerable<IEvaluator> evaluators)
    {
        var byName = new Dictionary<string, IEvaluator>(StringComparer.Ordinal);
        foreach (var evaluator in evaluators)
        {
            if (!byName.TryAdd(evaluator.Name, evaluator))
                throw new ArgumentException($"The evaluator '{evaluator.Name}' is registered twice.", nameof(evaluators));
        }

        this.evaluators = byName.ToFrozenDictionary(StringComparer.Ordinal);
        Names = [.. byName.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>The evaluators that every worker has.</summary>
    public static ImmutableArray<string> BuiltInNames { get; } = [AdsArchEvaluator.EvaluatorName, FunctionEvaluator.EvaluatorName, TabularEvaluator.EvaluatorName, CommandEvaluator.EvaluatorName];

    /// <summary>In ordinal order.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>A registry of the built-in evaluators without any registered command, for use without a worker.</summary>
    /// <param name="tables">The directory that <c>tabular</c> may read.</param>
    public static EvaluatorRegistry BuiltIn(string tables, TimeProvider time) => BuiltIn(tables, RegisteredCommands.None, ".", time);

    /// <summary>A registry of the built-in evaluators, for use without a worker.</summary>
    /// <param name="tables">The directory that <c>tabular</c> may read.</param>
    /// <param name="commands">The programs that <c>command</c> may run.</param>
    /// <param name="work">The directory in which <c>command</c> keeps its files.</param>
    public static EvaluatorRegistry BuiltIn(string tables, RegisteredCommands commands, string work, TimeProvider time) =>
        new([new AdsArchEvaluator(time), new FunctionEvaluator(time), new TabularEvaluator(tables), new CommandEvaluator(commands, work, time)]);

    public bool TryGet(string name, [MaybeNullWhen(false)] out IEvaluator evaluator) => evaluators.TryGetValue(name, out evaluator);

    /// <summary>One evaluation outside any study: no broker, no retries.</summary>
    /// <param name="settingsJson">A JSON object as text.</param>
    /// <exception cref="KeyNotFoundException">There is no such evaluator; the message lists those there are.</exception>
    public Task<EvaluationResult> EvaluateOnceAsync(
        string name, string settingsJson, Configuration configuration, long seed, CancellationToken cancellationToken = default)
    {
        if (!TryGet(name, out var evaluator))
            throw new KeyNotFoundException($"evaluator: must be one of {string.Join(", ", Names)} (was '{name}').");
        var request = new EvaluationRequest { Configuration = configuration, Settings = settingsJson, Seed = seed };
        return evaluator.EvaluateAsync(request, Unheard.Instance, cancellationToken);
    }

    private sealed class Unheard : IStepReporter
    {
        public static Unheard Instance { get; } = new();

        public ValueTask ReportAsync(long step, ImmutableSortedDictionary<string, double> metrics, CancellationToken cancellationToken) => default;
    }
}
