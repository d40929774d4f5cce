using System.Collections.Immutable;
using ArchOpt.Analysis.Console.Operator;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Storage;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Console.Overview;

/// <summary>One page of the list of studies.</summary>
/// <param name="Rows">Running ones first, then the newest.</param>
/// <param name="Found">How many the query finds.</param>
/// <param name="All">How many there are.</param>
/// <param name="Notice">Why less is shown than there is to know; null when Proposal told all.</param>
public sealed record StudyList(ImmutableArray<StudyRow> Rows, StudyListQuery Query, int Found, int All, string? Notice)
{
    public const int PageSize = 50;

    public int Pages => Math.Max(1, (Found + PageSize - 1) / PageSize);
}

/// <summary>Reads the list of studies: from Proposal, which knows what runs, or else from the store.</summary>
internal sealed class StudyListing(ProposalClient proposal, IStudyStore store)
{
    public async Task<StudyList> GetAsync(StudyListQuery query, OperatorKey key, CancellationToken cancellationToken)
    {
        try
        {
            return Page([.. (await proposal.ListStudiesAsync(key, cancellationToken)).Select(StudyRow.Of)], query, null);
        }
        catch (Exception e) when (e is ProposalUnreachableException or ServerRefusedException)
        {
            return await FromStoreAsync(query, $"{e.Message} This is what the store has: no running figures, and no trouble that Proposal would tell of.", cancellationToken);
        }
    }

    private async Task<StudyList> FromStoreAsync(StudyListQuery query, string notice, CancellationToken cancellationToken)
    {
        var records = (await store.ListStudiesAsync(cancellationToken)).ToDictionary(record => record.Id, StringComparer.Ordinal);
        var page = Page([.. records.Values.Select(StudyRow.Of)], query, notice);
        var rows = ImmutableArray.CreateBuilder<StudyRow>(page.Rows.Length);
        foreach (var row in page.Rows) rows.Add(await row.CompleteAsync(store, records[row.Id], cancellationToken));
        return page with { Rows = rows.ToImmutable() };
    }

    private static StudyList Page(ImmutableArray<StudyRow> all, StudyListQuery query, string? notice)
    {
        var found = all
            .Where(row => query.Status is not { } status || row.Status == status)
            .Where(row => query.Text is not { } text || Has(row.Name, text) || Has(row.Strategy, text) || Has(row.Evaluator, text))
            .OrderByDescending(row => row.Status == StudyStatus.Running).ThenByDescending(row => row.Created).ThenBy(row => row.Name, StringComparer.Ordinal)
            .ToArray();
        var list = new StudyList([], query, found.Length, all.Length, notice);
        var number = Math.Min(query.Page, list.Pages);
        return list with { Query = query with { Page = number }, Rows = [.. found.Skip((number - 1) * StudyList.PageSize).Take(StudyList.PageSize)] };
    }

    private static bool Has(string? name, string text) => name?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;
}
