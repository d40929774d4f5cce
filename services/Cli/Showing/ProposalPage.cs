using ArchOpt.Cli.Output;
using ArchOpt.Contracts.Http;

namespace ArchOpt.Cli.Showing;

/// <summary>A proposal of supplementary trials for people to read and approve.</summary>
internal static class ProposalPage
{
    public static async Task WriteAsync(SupplementView proposal, ResultWriter results)
    {
        var metric = proposal.Objective.Metric;
        await results.LineAsync($"{proposal.Resources.Sentence} They are to beat trial {proposal.Champion!.Number} of {proposal.Study} ({proposal.Objective.Goal} {metric}: {Show.Number(proposal.Champion.Value)}).");
        foreach (var change in proposal.SpaceChanges) await results.LineAsync($"wider than the space of {proposal.Study}: {change}");
        foreach (var phase in proposal.Phases)
        {
            await results.LineAsync("");
            await results.LineAsync(phase.Name);
            foreach (var set in phase.Sets) await WriteAsync(set, metric, results);
        }

        await results.LineAsync("");
        await results.LineAsync("Expected outcomes");
        var outcomes = new TextTable("IF", "THEN");
        foreach (var expectation in proposal.Phases.SelectMany(phase => phase.Sets).SelectMany(set => set.Expectations))
            outcomes.Row(Show.Line(expectation.If), Show.Line(expectation.Then));
        outcomes.WriteTo(results);
    }

    private static async Task WriteAsync(SupplementSetView set, string metric, ResultWriter results)
    {
        await results.LineAsync("");
        await results.LineAsync($"Set {set.Id}: {Show.Line(set.Name)}");
        var group = set.Group is { } name ? $", {Show.Line(name)}" : "";
        await results.LineAsync($"base: trial {set.BaseNumber} ({metric} {Show.Number(set.BaseValue)}{group}): {Show.Line(ShortText.Configuration(set.Base, set.Group))}");
        var trials = new TextTable("TRIAL", "CHANGED", "REASON");
        foreach (var trial in set.Trials) trials.Row(trial.Id, Show.Line(ConfigurationChange.Text(set.Base, trial.Configuration)), Show.Line(trial.Reason));
        trials.WriteTo(results);
    }
}
