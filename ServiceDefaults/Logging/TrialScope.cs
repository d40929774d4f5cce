using System.Collections;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ArchOpt.ServiceDefaults.Logging;

/// <summary>
/// What a piece of work is about, for whatever is logged and traced meanwhile: structured logs carry <c>Study</c>,
/// <c>Trial</c> and <c>Attempt</c> whoever wrote the line, and the present span carries them as tags.
/// </summary>
public static class TrialScope
{
    /// <summary>Begins the scope; null when nobody logs scopes.</summary>
    /// <param name="study">Its name where that is known, else its id.</param>
    public static IDisposable? BeginTrial(this ILogger log, string study, long trial, int attempt)
    {
        ArgumentNullException.ThrowIfNull(log);
        Activity.Current?.SetTrial(study, trial, attempt);
        return log.BeginScope(new State(study, trial, attempt));
    }

    /// <summary>Tags a span: <c>archopt.study</c>, <c>archopt.trial</c>, <c>archopt.attempt</c>.</summary>
    public static void SetTrial(this Activity span, string study, long trial, int attempt)
    {
        ArgumentNullException.ThrowIfNull(span);
        span.SetTag("archopt.study", study).SetTag("archopt.trial", trial).SetTag("archopt.attempt", attempt);
    }

    private sealed record State(string Study, long Trial, int Attempt) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => 3;

        public KeyValuePair<string, object?> this[int index] => index switch
        {
            0 => new("Study", Study),
            1 => new("Trial", Trial),
            2 => new("Attempt", Attempt),
            _ => throw new ArgumentOutOfRangeException(nameof(index)),
        };

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            for (var i = 0; i < Count; i++) yield return this[i];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => $"{Study}: trial {Trial}, attempt {Attempt}";
    }
}
