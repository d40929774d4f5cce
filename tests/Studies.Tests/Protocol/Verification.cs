using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.History;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Protocol;

internal static class Verification
{
    /// <summary>Verifies as `archopt verify` does: trials in number order, before each the observations it was based on.</summary>
    public static SearchVerification Of(StudyDefinition study, IStrategy strategy, PureStore store) =>
        Of(study, strategy, [.. store.Trials.Values]);

    public static SearchVerification Of(StudyDefinition study, IStrategy strategy, IReadOnlyCollection<Trial> trials)
    {
        var verification = new SearchVerification(study, strategy);
        var observations = new Queue<(Trial Trial, Attempt Attempt)>(trials
            .SelectMany(t => t.Attempts.Where(a => a.Sequence is not null).Select(a => (t, a)))
            .OrderBy(o => o.a.Sequence));
        foreach (var trial in trials.OrderBy(t => t.Number))
        {
            while (observations.TryPeek(out var o) && o.Attempt.Sequence <= trial.BasedOn) Observe();
            verification.Check(trial);
        }

        while (observations.Count > 0) Observe();
        return verification;

        void Observe()
        {
            var (trial, attempt) = observations.Dequeue();
            verification.Observe(trial, attempt);
        }
    }
}
