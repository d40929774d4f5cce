using System.Collections.Immutable;
using ArchOpt.Analysis.Indexing;
using ArchOpt.Storage;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Console.Trials;

/// <summary>A trial of a page with what the index does not know of it.</summary>
/// <param name="Summary">As the list was sorted.</param>
/// <param name="Trial">As the store has it now; null when the study was deleted meanwhile.</param>
public sealed record TrialListRow(TrialSummary Summary, Trial? Trial)
{
    /// <summary>Reads the trials of one page, and no others.</summary>
    internal static async Task<ImmutableArray<TrialListRow>> ReadAsync(IStudyStore store, string studyId, TrialListPage page, CancellationToken cancellationToken)
    {
        var rows = ImmutableArray.CreateBuilder<TrialListRow>(page.Trials.Length);
        foreach (var trial in page.Trials) rows.Add(new(trial, await store.FindTrialAsync(studyId, trial.Number, cancellationToken)));
        return rows.MoveToImmutable();
    }
}
