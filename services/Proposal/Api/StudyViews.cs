using System.Collections.Immutable;
using System.Text.Json;
using ArchOpt.Contracts.Http;
using ArchOpt.Proposal.Fleet;
using ArchOpt.Proposal.Running;
using ArchOpt.Search.Objectives;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Storage;
using ArchOpt.Studies.History;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Api;

/// <summary>Shows studies and trials: from the running loop where there is one, else from the store.</summary>
internal sealed class StudyViews(
    IStudyStore store, StudyRegistry studies, StudyLoader loader, StoredSnapshots stored, StudyDefinitions definitions, WorkerShortage shortage)
{
    /// <exception cref="InputException">404: no such study.</exception>
    public async Task<StudyRecord> FindAsync(string name, CancellationToken cancellationToken) =>
        await store.FindStudyAsync(name, cancellationToken) ?? throw InputException.NotFound("study", name);

    public async Task<ImmutableArray<StudyView>> ListAsync(CancellationToken cancellationToken)
    {
        var views = ImmutableArray.CreateBuilder<StudyView>();
        foreach (var record in await store.ListStudiesAsync(cancellationToken)) views.Add(await ShowAsync(record, whole: false, cancellationToken));
        return views.ToImmutable();
    }

    /// <param name="whole">With its definition, groups and thresholds: more than a list of studies shows.</param>
    public async Task<StudyView> ShowAsync(StudyRecord known, bool whole, CancellationToken cancellationToken)
    {
        var isDerived = whole || definitions.Read(known).Stopping is not null; // the epochs that a policy spared are in no record
        var snapshot = studies.Snapshot(known.Id) ?? (isDerived ? await stored.GetAsync(known, cancellationToken) : null);
        var record = snapshot?.Record ?? known;
        var edited = (known.Revision > record.Revision ? known : record).EditedSettings; // another Proposal may just have edited them
        var study = definitions.Read(record);
        return new StudyView
        {
            Id = record.Id,
            Name = record.Name,
            Status = record.Status,
            Reason = record.Reason,
            Strategy = study.Strategy.Name,
            StrategyChoice = StudyStrategy.Explain(study),
            Evaluator = study.Evaluator.Name,
            Objectives = [.. study.Objectives.Select(o => new ObjectiveView(o.Metric, o.Goal))],
            Budget = new BudgetView(record.Budget.Trials, record.Budget.Parallelism, record.Budget.Time?.TotalSeconds, record.Budget.Failures),
            Trials = snapshot?.Trials ?? (await store.CountTrialsAsync(record.Id, cancellationToken)).ToView() with { Imported = record.Imported, Discarded = record.Discarded },
            Superseded = snapshot?.Superseded ?? 0,
            Trouble = snapshot is null ? null : shortage.Explain(snapshot, study.Evaluator),
            Best = await BestAsync(record, await BestNumberAsync(record, snapshot, cancellationToken), cancellationToken),
            Thresholds = whole ? [.. snapshot!.Thresholds.Select(t => new ThresholdView(t.Name, t.Value, t.ReachedBy))] : [],
            Groups = whole ? await GroupsAsync(snapshot!, study.TrialsPerConfiguration, cancellationToken) : [],
            GroupParameter = study.Groups?.Parameter,
            EpochsSaved = snapshot?.EpochsSaved ?? 0,
            Created = record.Created,
            Ended = record.Ended,
            ElapsedSeconds = (snapshot?.Elapsed ?? record.Elapsed).TotalSeconds,
            Definition = whole ? JsonSerializer.Deserialize<JsonElement>(record.Definition) : null,
            EditedSettings = whole && edited is not null
                ? new(JsonSerializer.Deserialize<JsonElement>(edited.Settings), edited.Time, SettingChangeView.Between(study.Evaluator.Settings, edited.Settings))
                : null,
        };
    }

    private async Task<ImmutableArray<GroupView>> GroupsAsync(StudySnapshot snapshot, int trialsPerConfiguration, CancellationToken cancellationToken)
    {
        var groups = ImmutableArray.CreateBuilder<GroupView>();
        foreach (var group in snapshot.Groups.Where(group => group.Name is not null || group.Search is not null))
        {
            groups.Add(new GroupView(group.Name, group.Trials)
            {
                Configurations = group.Configurations,
                Budget = group.Budget,
                Search = group.Search is { } state ? SearchView.Of(state, trialsPerConfiguration) : null,
                Last = group.Last,
                Best = await BestAsync(snapshot.Record, group.Best?.Number, cancellationToken, timed: true),
            });
        }

        return groups.ToImmutable();
    }

    /// <summary>The leading trials, best first.</summary>
    public async Task<ImmutableArray<BestView>> TopAsync(StudyRecord record, int count, CancellationToken cancellationToken)
    {
        var leaders = await LeadersAsync(record, count, cancellationToken);
        var best = ImmutableArray.CreateBuilder<BestView>(leaders.Length);
        foreach (var leader in leaders)
        {
            if (await BestAsync(record, leader.Number, cancellationToken) is { } view) best.Add(view);
        }

        return best.ToImmutable();
    }

    /// <summary>The configurations that no other dominates, from the best to the worst in the first objective. With one objective that is the best one.</summary>
    public async Task<ImmutableArray<ParetoView>> FrontAsync(StudyRecord record, CancellationToken cancellationToken)
    {
        var study = definitions.Read(record);
        var points = await StandingsAsync(record, Points, cancellationToken);
        var front = ImmutableArray.CreateBuilder<ParetoView>(points.Length);
        foreach (var (losses, number) in points.OrderBy(point => point.Losses[0]).ThenBy(point => point.Item))
        {
            if (await BestAsync(record, number, cancellationToken) is not { } best) continue;
            var values = losses.Select((loss, objective) => study.Objectives[objective].Loss(loss)); // a loss of a loss is the value
            front.Add(new(number, [.. values], best.Configuration, best.Metrics));
        }

        return front.ToImmutable();

        static ParetoPoint<long>[] Points(Standings standings) => standings.Front.Count > 0 || standings.Best is not { } best
            ? [.. standings.Front]
            : [new([best.Loss], best.Number)];
    }

    private Task<Standing[]> LeadersAsync(StudyRecord record, int count, CancellationToken cancellationToken) =>
        StandingsAsync(record, standings => standings.Top(count).ToArray(), cancellationToken);

    private async Task<T> StandingsAsync<T>(StudyRecord record, Func<Standings, T> look, CancellationToken cancellationToken)
    {
        try
        {
            if (studies.Running().FirstOrDefault(r => r.StudyId == record.Id) is { } runner)
                return await StudyRegistry.LookAsync(runner, protocol => look(protocol.Standings), cancellationToken);
        }
        catch (StudyClosedException)
        {
            // It has just ended: the store has it all.
        }

        return look(await loader.LoadStandingsAsync(record, cancellationToken));
    }

    /// <summary>One trial with its attempts and learning curve.</summary>
    /// <exception cref="InputException">404: no such trial.</exception>
    public async Task<TrialView> TrialAsync(StudyRecord record, long number, CancellationToken cancellationToken)
    {
        var trial = await store.FindTrialAsync(record.Id, number, cancellationToken)
            ?? throw new InputException(404, $"There is no trial {number} in study '{record.Name}'.");
        var curve = await store.ReadCurveAsync(record.Id, number, cancellationToken);
        return trial.ToView() with
        {
            Attempts = trial.Attempts,
            Curve = [.. curve.Select(p => new CurveView(p.Attempt, p.Step, p.Metrics))],
        };
    }

    /// <summary>From the running loop; from the record once the study has ended; else from the history, for a study that nobody runs.</summary>
    private async Task<long?> BestNumberAsync(StudyRecord record, StudySnapshot? snapshot, CancellationToken cancellationToken)
    {
        if (snapshot is not null) return snapshot.Best?.Number;
        return record.HasEnded ? record.Best : (await loader.LoadStandingsAsync(record, cancellationToken)).Best?.Number;
    }

    private async Task<BestView?> BestAsync(StudyRecord record, long? number, CancellationToken cancellationToken, bool timed = false)
    {
        if (number is null) return null;
        var replicates = new List<Trial>();
        var query = new TrialQuery(number.Value - 1, definitions.Read(record).TrialsPerConfiguration);
        await foreach (var trial in store.ReadTrialsAsync(record.Id, query, cancellationToken)) replicates.Add(trial);
        var best = BestViewing.Of(replicates);
        return timed && best is not null ? best with { DurationSeconds = BestViewing.DurationOf(replicates) } : best;
    }
}
