using System.Globalization;
using ArchOpt.Analysis.Indexing;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Console.Trials;

/// <summary>Tells which trials of a snapshot a list shows. Texts that trials share are looked at once.</summary>
/// <remarks>Not thread-safe: one for each list.</remarks>
internal sealed class TrialMatch
{
    private readonly TrialListQuery query;
    private readonly TrialSnapshot snapshot;
    private readonly Dictionary<string, bool> known = new(ReferenceEqualityComparer.Instance);
    private readonly long? number;
    private readonly string cause;

    public TrialMatch(TrialSnapshot snapshot, TrialListQuery query)
    {
        (this.snapshot, this.query) = (snapshot, query);
        var text = query.Text ?? "";
        number = long.TryParse(text.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var typed) ? typed : null;
        // Causes have an N where errors have numbers.
        cause = FailureCause.Of(text, "");
    }

    public bool Shows(TrialSummary trial) =>
        (query.State is null || trial.State == query.State)
        && (query.Group is null || snapshot.GroupName(trial) == query.Group)
        && (query.Worker is null || trial.Worker == query.Worker)
        && (query.Text is null || (number is { } wanted ? trial.Number == wanted : Has(trial.Cause) || Has(trial.Worker) || Has(snapshot.GroupName(trial))));

    private bool Has(string? text)
    {
        if (text is null) return false;
        if (known.TryGetValue(text, out var has)) return has;
        return known[text] = text.Contains(query.Text!, StringComparison.OrdinalIgnoreCase) || text.Contains(cause, StringComparison.OrdinalIgnoreCase);
    }
}
