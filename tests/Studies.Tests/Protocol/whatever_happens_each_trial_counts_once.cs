using System.Collections.Immutable;
using ArchOpt.Studies.Definition;
using FsCheck;
using FsCheck.Fluent;

namespace ArchOpt.Studies.Tests.Protocol;

/// <summary>
/// Random interleavings of everything that can happen, duplicates, crashes between two writes and a second Proposal
/// included. The promises are in <see cref="World"/>, checked after every step; the list of steps shrinks.
/// </summary>
public class whatever_happens_each_trial_counts_once
{
    [Fact]
    public void one_trial_at_a_time() => Holds(() => Samples.Study(trials: 6));

    [Fact]
    public void several_at_once() => Holds(() => Samples.Study(trials: 12, parallelism: 4));

    [Fact]
    public void with_replicates_and_an_initial_list() =>
        Holds(() => Samples.Study(trials: 14, parallelism: 5, replicates: 3) with { Initial = [Samples.Point(0.25), Samples.Point(0.75)] });

    [Fact]
    public void driven_by_ask_and_tell() => Holds(() => Samples.External(trials: 8));

    [Fact]
    public void driven_by_ask_and_tell_with_replicates() => Holds(() => Samples.External(trials: 10, replicates: 2));

    [Fact]
    public void with_a_pruner_that_hears_of_running_trials() => Holds(() => Samples.Study(trials: 12, parallelism: 4) with { Pruner = Halving });

    [Fact]
    public void with_a_pruner_and_replicates() => Holds(() => Samples.Study(trials: 14, parallelism: 5, replicates: 2) with { Pruner = Halving });

    [Fact]
    public void with_files_that_are_imported_again_and_again() => Holds(() => Samples.Study(trials: 8, parallelism: 3), imports: true);

    [Fact]
    public void with_files_that_are_imported_beside_a_pruner() =>
        Holds(() => Samples.Study(trials: 8, parallelism: 3) with { Pruner = Halving }, imports: true);

    [Fact]
    public void with_files_that_are_imported_while_others_ask_and_tell() => Holds(() => Samples.External(trials: 6), imports: true);

    [Fact]
    public void when_too_many_fail_and_are_replayed() => Holds(() => Samples.Study(trials: 10, parallelism: 3, failures: 3));

    [Fact]
    public void while_settings_are_edited() => Holds(() => Samples.Study(trials: 10, parallelism: 4) with { Evaluator = Command });

    [Fact]
    public void while_settings_are_edited_beside_a_pruner() =>
        Holds(() => Samples.Study(trials: 10, parallelism: 4) with { Evaluator = Command, Pruner = Halving });

    private static EvaluatorReference Command { get; } = new("command", """{"command":"c0"}""");

    private static PrunerReference Halving { get; } = new(
        "asha", ImmutableSortedDictionary<string, double>.Empty.Add("eta", 2).Add("min_resource", 2).Add("early_stopping_rate", 0));

    private static void Holds(Func<StudyDefinition> study, bool imports = false) =>
        Prop.ForAll(Arb.From(Gen.Choose(0, 1_000_000).ArrayOf(), Shorter), steps =>
        {
            var world = new World(study(), () => new FoldingStrategy(), imports ? new ImportedFiles() : null);
            foreach (var step in steps) world.Step(step);
            world.Settle();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithStartSize(10).WithEndSize(150));

    private static IEnumerable<int[]> Shorter(int[] steps)
    {
        for (var length = steps.Length / 2; length > 0; length /= 2)
        {
            for (var at = 0; at + length <= steps.Length; at += length) yield return [.. steps[..at], .. steps[(at + length)..]];
        }
    }
}
