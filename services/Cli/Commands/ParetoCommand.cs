using System.Collections.Immutable;
using System.CommandLine;
using ArchOpt.Cli.Output;
using ArchOpt.Contracts.Http;
using ArchOpt.Search.Objectives;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt pareto STUDY [--reference V ...]</c>.</summary>
internal static class ParetoCommand
{
    public static Command Create(CommandScope scope)
    {
        var study = CommandScope.Study();
        var reference = new Option<double[]>("--reference")
        {
            Description = "A value per objective that is worse than all that matter: also print the hypervolume that the front covers against it",
            HelpName = "V",
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("pareto", "Show the configurations that no other dominates") { study, reference };
        return scope.Do(command, async (call, cancellationToken) =>
        {
            var name = call.Get(study);
            var front = await call.AskAsync(client => client.GetFrontAsync(name, cancellationToken), cancellationToken);
            var objectives = (await call.AskAsync(client => client.GetStudyAsync(name, cancellationToken), cancellationToken)).Objectives;
            var volume = call.Get(reference) is { Length: > 0 } point ? Volume(front, objectives, point) : (double?)null;
            if (call.Options.Json) await call.Results.JsonAsync(new ParetoDocument(front, volume));
            else if (front.IsEmpty) await call.SayAsync($"{name}: no trial has completed and is feasible yet.");
            else Table(front, objectives).WriteTo(call.Results);
            if (!call.Options.Json && volume is { } covered) await call.Results.LineAsync($"hypervolume    {Show.Number(covered)}");
            return ExitCode.Done;
        });
    }

    /// <exception cref="CliException">Another number of values than objectives, or one that is not finite.</exception>
    private static double Volume(ImmutableArray<ParetoView> front, ImmutableArray<ObjectiveView> objectives, double[] reference)
    {
        if (reference.Length != objectives.Length)
            throw new CliException(ExitCode.Wrong, $"--reference: must have one value per objective ({objectives.Length}; was {reference.Length})");
        if (reference.FirstOrDefault(value => !double.IsFinite(value), 0) is var wrong && !double.IsFinite(wrong))
            throw new CliException(ExitCode.Wrong, $"--reference: must be finite (was {wrong})");
        return Hypervolume.Of(front.Select(point => Losses(point.Values)), Losses([.. reference]));

        ImmutableArray<double> Losses(ImmutableArray<double> values) =>
            [.. values.Select((value, i) => objectives[i].Goal == Goal.Minimize ? value : -value)];
    }

    private static TextTable Table(ImmutableArray<ParetoView> front, ImmutableArray<ObjectiveView> objectives)
    {
        var table = new TextTable(["#TRIAL", .. objectives.Select(objective => "#" + objective.Metric.ToUpperInvariant()), "CONFIGURATION"]);
        foreach (var point in front) table.Row([$"{point.Number}", .. point.Values.Select(Show.Number), point.Configuration.ToString()]);
        return table;
    }

    private sealed record ParetoDocument(ImmutableArray<ParetoView> Front, double? Hypervolume);
}
