using ArchOpt.Contracts;
using ArchOpt.Storage;

namespace ArchOpt.Proposal.Messaging;

/// <summary>
/// Bounds what is stored of a learning curve: all of the first 512 reports, every second of the next 1,024, every fourth
/// of the next 2,048 and so on, so that a million steps are about 6,000 points. Thread-safe.
/// </summary>
internal sealed class CurveThinning
{
    private const int Generation = 512;

    /// <summary>Attempts that are remembered; a full memory starts over, which only stores a few points more.</summary>
    private const int MostAttempts = 20_000;

    private readonly Dictionary<HeldAttempt, long> reports = [];
    private readonly Lock gate = new();

    public bool Keeps(string studyId, CurvePoint point)
    {
        lock (gate)
        {
            var attempt = new HeldAttempt(studyId, point.Number, point.Attempt);
            var before = reports.GetValueOrDefault(attempt);
            if (before == 0 && reports.Count >= MostAttempts) reports.Clear();
            reports[attempt] = before + 1;
            var stride = 1L;
            for (var end = (long)Generation; before >= end; end += Generation * stride) stride *= 2;
            return before % stride == 0;
        }
    }
}
