using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Studies.Trials;
using Microsoft.AspNetCore.Http;

namespace ArchOpt.Cli.Tests;

/// <summary>
/// A study on a stub server whose connections break as often as a test wants. Whenever somebody has looked at it and at its
/// trials without such an accident, it goes one step of a script further.
/// </summary>
internal sealed class ScriptedStudy
{
    private readonly StubServer server;
    private readonly Queue<Action<ScriptedStudy>> script;
    private readonly SortedDictionary<long, TrialView> trials = [];
    private int requests;
    private bool wasBroken = true; // the first look only asks whether there is such a study

    public ScriptedStudy(StubServer server, StudyView study, params Action<ScriptedStudy>[] script)
    {
        this.server = server;
        this.script = new(script);
        Study = study;
        server.Do($"GET /studies/{study.Name}", ShowAsync);
        server.Do($"GET /studies/{study.Name}/trials", PageAsync);
    }

    public StudyView Study { get; set; }

    /// <summary>Every so manieth request is broken off; 0 for none.</summary>
    public int BreakEvery { get; init; }

    public void Set(params TrialView[] changed)
    {
        foreach (var trial in changed) trials[trial.Number] = trial;
    }

    private async Task ShowAsync(HttpContext context)
    {
        if (IsBroken(context)) return;
        if (!wasBroken && script.TryDequeue(out var step)) step(this);
        wasBroken = false;
        long Count(TrialState state) => trials.Values.Count(trial => trial.State == state);
        var counts = new TrialCounts(
            trials.Count, Count(TrialState.Proposed), Count(TrialState.Running), Count(TrialState.Completed), Count(TrialState.Pruned),
            Count(TrialState.Infeasible), Count(TrialState.Failed), Count(TrialState.Cancelled));
        await context.Response.WriteAsJsonAsync(Study with { Trials = counts }, JsonDefaults.Options);
    }

    private async Task PageAsync(HttpContext context)
    {
        if (IsBroken(context)) return;
        var query = context.Request.Query;
        var after = query.TryGetValue("after", out var text) ? long.Parse(text!) : -1;
        var limit = query.TryGetValue("limit", out var most) ? int.Parse(most!) : 100;
        var page = trials.Values.Where(trial => trial.Number > after && (!query.ContainsKey("state") || trial.State.ToString() == query["state"])).Take(limit);
        await context.Response.WriteAsJsonAsync(new TrialPage([.. page], null), JsonDefaults.Options);
    }

    private bool IsBroken(HttpContext context)
    {
        if (BreakEvery == 0 || ++requests % BreakEvery != 0) return false;
        context.Abort();
        return wasBroken = true;
    }
}
