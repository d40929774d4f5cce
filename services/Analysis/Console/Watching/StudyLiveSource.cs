using System.Collections.Immutable;
using ArchOpt.Analysis.Console.Live;
using ArchOpt.Analysis.Console.Operator;
using ArchOpt.Analysis.Live;
using ArchOpt.Contracts.Http;
using ArchOpt.Storage;
using ArchOpt.Studies.Trials;
using Microsoft.AspNetCore.Components;

namespace ArchOpt.Analysis.Console.Watching;

/// <summary>
/// The page of one study while it is looked at. It is woken by the study's messages and every two seconds, so a lost message delays a result
/// and hides none. Pictures are made beside the rest: no result waits for one.
/// </summary>
internal sealed class StudyLiveSource : ILiveSource
{
    /// <summary>In the background one can wait for the store a little longer than in a request.</summary>
    private static readonly (TimeSpan Store, TimeSpan Proposal) Patience = (TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(300));

    private readonly StudyRecord study;
    private readonly OperatorKey key;
    private readonly IStudyStore store;
    private readonly StudyLooking looking;
    private readonly PageMemory memory;
    private readonly TrialSteps steps;
    private readonly PartRenderer renderer;
    private readonly TimeProvider time;
    private readonly StudySubscription subscription;
    private readonly PacedPart progress, complexity;
    private bool hasSteps, isOver;

    /// <param name="study">As it was found when the first viewer came.</param>
    /// <param name="key">Of that viewer.</param>
    /// <param name="services">Of the application.</param>
    public StudyLiveSource(StudyRecord study, OperatorKey key, IServiceProvider services)
    {
        (this.study, this.key) = (study, key);
        store = services.GetRequiredService<IStudyStore>();
        looking = services.GetRequiredService<StudyLooking>();
        steps = services.GetRequiredService<TrialSteps>();
        renderer = services.GetRequiredService<PartRenderer>();
        time = services.GetRequiredService<TimeProvider>();
        memory = new(store);
        subscription = services.GetRequiredService<StudyFeed>().Subscribe(study.Id);
        progress = new(time, subscription.Wake);
        complexity = new(time, subscription.Wake);
    }

    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        if (isOver) return false;
        // The feed closes when the application stops. That is not the end of the study: the streams end by themselves, and are made anew elsewhere.
        if (!await subscription.WaitAsync(cancellationToken)) await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        while (subscription.TryRead(out var live))
        {
            if (live.Data is ProgressView step) steps.Report(study.Id, step);
        }

        return true;
    }

    public async Task<ImmutableArray<LivePart>> RenderAsync(CancellationToken cancellationToken)
    {
        if (await store.FindStudyByIdAsync(study.Id, cancellationToken) is not { } current)
        {
            isOver = true;
            return [await renderer.RenderAsync<DeletedPart>(StudyParts.State, ImmutableDictionary<string, object?>.Empty)];
        }

        var moment = await looking.LookAsync(current, memory, key, Patience, cancellationToken);
        moment = await WithStepsAsync(moment, cancellationToken);
        steps.Keep(study.Id, moment.Snapshot.InFlight.Select(trial => trial.Number).ToHashSet());
        await DrawAsync(moment);
        LivePart?[] parts =
        [
            await PartAsync<StatePart>(StudyParts.State, moment),
            await PartAsync<FiguresPart>(StudyParts.Figures, moment),
            await PartAsync<CountsPart>(StudyParts.Counts, moment),
            await PartAsync<GroupsPart>(StudyParts.Groups, moment),
            await PartAsync<InFlightPart>(StudyParts.InFlight, moment),
            await PartAsync<RecentPart>(StudyParts.Recent, moment),
            await PartAsync<SearchPart>(StudyParts.Search, moment),
            progress.Latest,
            complexity.Latest,
        ];
        isOver = moment.IsOver;
        return [.. parts.OfType<LivePart>()];
    }

    public async ValueTask DisposeAsync()
    {
        subscription.Dispose();
        steps.Forget(study.Id);
        await progress.DisposeAsync();
        await complexity.DisposeAsync();
    }

    /// <summary>What trials reported before anybody listened is in the store: looked up once.</summary>
    private async Task<StudyMoment> WithStepsAsync(StudyMoment moment, CancellationToken cancellationToken)
    {
        if (hasSteps) return moment;
        foreach (var (number, step) in await looking.StepsAsync(moment, cancellationToken)) steps.Report(study.Id, new(number, step.Attempt, step.Step, step.Metrics));
        hasSteps = true;
        return moment with { Steps = steps.Of(study.Id) };
    }

    private async Task DrawAsync(StudyMoment moment)
    {
        // Results alone change a picture; its last one is the whole one.
        var version = moment.Snapshot.Sequence;
        if (moment.IsOver)
        {
            await progress.CompleteAsync(version, Progress);
            await complexity.CompleteAsync(version, Complexity);
        }
        else
        {
            await progress.OfferAsync(version, Progress);
            await complexity.OfferAsync(version, Complexity);
        }

        Task<LivePart> Progress() => PartAsync<ProgressPart>(StudyParts.Progress, moment);
        Task<LivePart> Complexity() => PartAsync<ComplexityPart>(StudyParts.Complexity, moment);
    }

    private Task<LivePart> PartAsync<TPart>(string id, StudyMoment moment)
        where TPart : IComponent => renderer.RenderAsync<TPart>(id, new Dictionary<string, object?>(StringComparer.Ordinal) { ["Moment"] = moment });
}
