using System.Collections.Immutable;
using ArchOpt.Search.Pruners;
using ArchOpt.Search.Randomness;

namespace ArchOpt.Search.Tests.Pruners;

/// <summary>Promises that hold for all pruners of the catalogue.</summary>
public sealed class every_pruner
{
    public static TheoryData<string> Names => [.. PrunerCatalogue.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void has_defaults_that_it_accepts_and_says_what_its_settings_mean(string name)
    {
        var description = PrunerCatalogue.Find(name)!;
        Curves.Mistakes(name).ShouldBeEmpty();
        description.Summary.ShouldNotBeEmpty();
        description.Settings.ShouldAllBe(s => s.Meaning.Length > 0);
        description.CheckSettings(new Dictionary<string, double> { ["eta_"] = 1 }).ShouldHaveSingleItem();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void hears_a_report_once_however_often_it_arrives(string name)
    {
        var (once, twice) = (Busy(name), Busy(name));
        foreach (var report in Reports(1, trials: 30, steps: 9))
        {
            var decision = once.Report(report);
            twice.Report(report).ShouldBe(decision);
            twice.Report(report).ShouldBe(PruningDecision.Continue.Instance);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ignores_attempts_that_were_given_up(string name)
    {
        var (clean, disturbed) = (Busy(name), Busy(name));
        foreach (var report in Reports(2, trials: 30, steps: 9))
        {
            disturbed.Report(report with { Attempt = 2 }).ShouldBe(clean.Report(report));
            disturbed.Report(report with { Attempt = 1, Step = report.Step + 5, Loss = -1e6 }).ShouldBe(PruningDecision.Continue.Instance);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void begins_anew_with_a_new_attempt(string name)
    {
        var (once, again) = (Busy(name), Busy(name));
        for (var step = 1; step <= 9; step++) again.Report(new(77, 1, step, -1e6));
        for (var step = 1; step <= 20; step++)
            again.Report(new(77, 2, step, 0.9)).ShouldBe(once.Report(new(77, 2, step, 0.9)));
        foreach (var report in Reports(3, trials: 10, steps: 9)) again.Report(report).ShouldBe(once.Report(report));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void decides_nothing_on_a_step_that_comes_late_and_yet_knows_it_from_then_on(string name)
    {
        var (inOrder, shuffled) = (Busy(name), Busy(name));
        for (var trial = 500; trial < 520; trial++)
        {
            double Loss(int step) => 2.0 + (trial % 7) - (step * 0.1);
            foreach (var step in new[] { 1, 2, 3, 4, 5, 6 }) inOrder.Report(new(trial, 1, step, Loss(step)));
            foreach (var step in new[] { 6, 3, 1, 2, 5, 4 })
            {
                var decision = shuffled.Report(new(trial, 1, step, Loss(step)));
                if (step != 6) decision.ShouldBe(PruningDecision.Continue.Instance);
            }
        }

        foreach (var report in Reports(4, trials: 20, steps: 12)) shuffled.Report(report).ShouldBe(inOrder.Report(report));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void told_the_recorded_curves_again_decides_as_if_it_had_never_stopped(string name)
    {
        var uninterrupted = Make(name);
        var recorded = new List<Action<IPruner>>();
        var losses = Reports(5, trials: 40, steps: 9).GroupBy(r => r.Trial);
        foreach (var trial in losses)
        {
            var stopped = trial.Any(report => uninterrupted.Report(report) is PruningDecision.Stop);
            // What is recorded is not what was heard: some reports were lost on their way.
            var curve = new EndedCurve(trial.Key, !stopped, [.. trial.Where(r => double.IsFinite(r.Loss)).Select(r => new LossPoint(r.Step * 2, r.Loss))]);
            Action<IPruner> end = trial.Key % 5 == 0 ? p => p.Forget(trial.Key) : p => p.Ended(curve);
            end(uninterrupted);
            recorded.Add(end);
        }

        var restarted = Make(name);
        foreach (var end in recorded) end(restarted);
        foreach (var report in Reports(6, trials: 40, steps: 9)) restarted.Report(report).ShouldBe(uninterrupted.Report(report));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void names_the_steps_that_it_needs(string name)
    {
        if (Make(name).Steps is not { IsEmpty: false } needed) return;
        var (all, some) = (Make(name), Make(name));
        foreach (var report in Reports(7, trials: 60, steps: 9).Select(r => double.IsFinite(r.Loss) ? r : r with { Loss = 3 }))
        {
            var decision = all.Report(report);
            if (needed.Contains(report.Step)) some.Report(report).ShouldBe(decision);
            else decision.ShouldBe(PruningDecision.Continue.Instance);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void stops_what_is_hopeless_and_never_the_best(string name)
    {
        var pruner = Make(name);
        var stopped = 0;
        for (var n = 0; n < 60; n++)
        {
            var final = n == 50 ? -10 : n * 31 % 60;
            var reason = Enumerable.Range(1, 9).Select(step => pruner.Reason(n, step, name == "patience" && final > 30 ? final : final + 10 - step)).FirstOrDefault(r => r is not null);
            if (final == -10) reason.ShouldBeNull();
            if (reason is not null) stopped++;
            reason?.ShouldNotBeEmpty();
            pruner.Ended(new(n, reason is null, Curves.Points((1, final + 9), (9, final + 1))));
        }

        stopped.ShouldBeInRange(10, 59);
    }

    private static IPruner Make(string name) => name switch
    {
        "hyperband" => Curves.Pruner(name, ("max_resource", 9)),
        "patience" => Curves.Pruner(name, ("patience", 3)),
        _ => Curves.Pruner(name),
    };

    /// <summary>With some trials that have ended, so that there is something to compare with.</summary>
    private static IPruner Busy(string name)
    {
        var pruner = Make(name);
        for (var n = 100; n < 110; n++) pruner.Completed(n, [.. Enumerable.Range(1, 9).Select(step => 1.0 + (n * 7 % 10 / 10.0) - (step * 0.05))]);
        return pruner;
    }

    /// <summary>Noisy falling curves, step by step for each trial, with some NaN.</summary>
    private static ImmutableArray<StepReport> Reports(long seed, int trials, int steps)
    {
        var stream = RandomStream.For(seed);
        return [.. from trial in Enumerable.Range(1_000 * (int)seed, trials)
                   from step in Enumerable.Range(1, steps)
                   select new StepReport(trial, 1, step, stream.NextBoolean(0.05) ? double.NaN : 1 + (stream.NextDouble() * 2) - (step * 0.05))];
    }
}
