using ArchOpt.Cli.Client;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Cli.Progress;

/// <summary>
/// What happens to single trials, as lines: their starts, their ends, and what the search does about them. Only while
/// trials are slow enough to be read; of a fast study it says nothing.
/// </summary>
/// <remarks>
/// It asks the trials themselves instead of listening to events: one address is enough, and whatever happened while the
/// server was away is found afterwards. What was written is remembered by trial and attempt, so no line comes twice; and a
/// reading that fails half way changes nothing, so none is lost.
/// </remarks>
internal sealed class TrialLog(ArchOptClient client, TimeProvider clock)
{
    /// <summary>More results per second than this, and nobody could read them.</summary>
    private const double FastestRate = 5;

    /// <summary>So many new trials at once are not a slow study's.</summary>
    private const int MostAtOnce = 100;

    /// <summary>The trials in flight, each with the attempt whose start was written; 0 for none.</summary>
    private readonly Dictionary<long, int> open = [];

    private readonly SearchNews search = new();
    private string? studyId;
    private TrialCounts? counted;
    private long? next;

    /// <summary>Trials from this number on are news; by default those that start or end after the first reading.</summary>
    public long? From { get; init; }

    /// <summary>The lines since the last reading.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(StudyProgress look, CancellationToken cancellationToken)
    {
        var study = look.Study;
        if (studyId is not null && studyId != study.Id) next = null; // deleted and created anew under its name
        var first = studyId is null;
        if (!first && counted == study.Trials && next is not null) return Stamped(search.Since(study));
        List<string> lines = [];
        try
        {
            if (look.Rate > FastestRate || !await ReadAsync(study, first, lines, cancellationToken))
            {
                search.Since(study);
                (studyId, next) = (study.Id, null);
                return [];
            }
        }
        catch (ServerRefusedException refusal) when (!refusal.IsServerFailure)
        {
            return []; // the lines are extra; the next look at the study itself says what is wrong
        }

        (studyId, counted) = (study.Id, study.Trials);
        return Stamped(lines);
    }

    /// <returns>False when there is too much to read.</returns>
    private async Task<bool> ReadAsync(StudyView study, bool first, List<string> lines, CancellationToken cancellationToken)
    {
        var flying = new Dictionary<long, TrialView>();
        foreach (var state in new[] { TrialState.Running, TrialState.Proposed })
        {
            await foreach (var trial in client.ReadTrialsAsync(study.Name, state, cancellationToken)) flying[trial.Number] = trial;
        }

        var from = next ?? (first ? From : null) ?? study.Trials.Total;
        var fresh = await client.GetTrialsAsync(study.Name, from - 1, MostAtOnce, cancellationToken);
        if (fresh.Length == MostAtOnce) return false;
        var ended = fresh.Where(trial => trial.State.Rule().IsTerminal).ToDictionary(trial => trial.Number);
        foreach (var trial in fresh.Where(trial => !trial.State.Rule().IsTerminal)) flying.TryAdd(trial.Number, trial);
        if (next is null) open.Clear();
        foreach (var number in open.Keys.Where(number => !flying.ContainsKey(number) && !ended.ContainsKey(number)).ToArray())
        {
            if (await client.GetTrialsAsync(study.Name, number - 1, 1, cancellationToken) is not [var trial] || trial.Number != number) continue;
            (trial.State.Rule().IsTerminal ? ended : flying)[number] = trial;
        }

        // From here on nothing can fail: what is written and what is remembered go together.
        foreach (var trial in ended.Values.OrderBy(trial => trial.Sequence))
        {
            lines.Add(TrialLines.Ended(study, trial, wasStarted: open.GetValueOrDefault(trial.Number) > 0));
            open.Remove(trial.Number);
            flying.Remove(trial.Number); // it ended between two requests
        }

        lines.AddRange(search.Since(study));
        foreach (var trial in flying.Values.OrderBy(trial => trial.Number))
        {
            var known = open.GetValueOrDefault(trial.Number);
            if (trial.State == TrialState.Running && trial.Attempt > known) lines.Add(TrialLines.Started(study, trial, again: known > 0 || trial.Attempt > 1));
            open[trial.Number] = trial.State == TrialState.Running ? Math.Max(known, trial.Attempt) : known;
        }

        next = fresh.IsEmpty ? from : fresh[^1].Number + 1;
        return true;
    }

    private List<string> Stamped(IEnumerable<string> lines) => [.. lines.Select(line => $"[{clock.GetLocalNow():HH:mm:ss}] {line}")];
}
