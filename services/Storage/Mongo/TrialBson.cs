using System.Globalization;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Trials;
using MongoDB.Bson;

namespace ArchOpt.Storage.Mongo;

/// <summary>
/// What a trial holds beside the fields that queries use, as the field <c>trial</c> of its document:
/// <code>
/// configuration (canonical JSON)   origin   import { file, row }   reason   basedOn   seed   discarded { reason, time }   created
/// attempts [{ state, sequence, seal, published, queued, started, ended, worker, duration (seconds), values [],
///             metrics [{ k, v }], curve [step, loss, ...], training [best, last, saved], violation, failure, reason, log }]
/// </code>
/// What has its default is left out. An attempt's number is its place in the list.
/// </summary>
/// <remarks>
/// Doubles are stored as they are, NaN and infinities included. Times are ISO 8601 text with offset and 100 ns, because
/// BSON's own dates end at milliseconds and know no offset. The configuration is text because that text is its
/// identity: it is what is hashed and sealed. Names of metrics are values, not field names: they may hold anything,
/// dots and dollars too.
/// </remarks>
internal static partial class TrialBson
{
    public static BsonDocument Write(Trial trial)
    {
        var document = new BsonDocument("configuration", CanonicalJson.Write(trial.Configuration));
        if (trial.Origin != default) document.Add("origin", trial.Origin.ToString());
        if (trial.Import is { } import) document.Add("import", new BsonDocument { { "file", import.File }, { "row", import.Row } });
        if (trial.Reason.Length > 0) document.Add("reason", trial.Reason);
        if (trial.BasedOn != 0) document.Add("basedOn", trial.BasedOn);
        if (trial.Seed != 0) document.Add("seed", trial.Seed);
        if (trial.Discarded is { } discard) document.Add("discarded", new BsonDocument { { "reason", discard.Reason }, { "time", Text(discard.Time) } });
        document.Add("created", Text(trial.Created));
        document.Add("attempts", new BsonArray(trial.Attempts.Select(Write)));
        return document;
    }

    /// <summary>Named numbers as a list of pairs.</summary>
    public static BsonArray WriteMetrics(IReadOnlyDictionary<string, double> metrics) =>
        new(metrics.Select(metric => new BsonDocument { { "k", metric.Key }, { "v", Number(metric.Value) } }));

    private static BsonDocument Write(Attempt attempt)
    {
        var document = new BsonDocument("state", attempt.State.ToString());
        if (attempt.Sequence is { } sequence) document.Add("sequence", sequence);
        if (attempt.Seal is { } seal) document.Add("seal", seal);
        if (attempt.Published) document.Add("published", true);
        document.Add("queued", Text(attempt.Queued));
        if (attempt.Started is { } started) document.Add("started", Text(started));
        if (attempt.Ended is { } ended) document.Add("ended", Text(ended));
        if (attempt.Worker is { } worker) document.Add("worker", worker);
        if (attempt.DurationSeconds is { } duration) document.Add("duration", Number(duration));
        if (!attempt.Values.IsDefaultOrEmpty) document.Add("values", new BsonArray(attempt.Values.Select(Number)));
        if (!attempt.Metrics.IsEmpty) document.Add("metrics", WriteMetrics(attempt.Metrics));
        if (!attempt.Curve.IsDefaultOrEmpty) document.Add("curve", WriteCurve(attempt));
        if (attempt.Training is { } training) document.Add("training", new BsonArray { training.BestStep, training.LastStep, training.SavedSteps });
        if (attempt.Violation != 0) document.Add("violation", Number(attempt.Violation));
        if (attempt.Failure is { } failure) document.Add("failure", failure.ToString());
        if (attempt.Reason is { } reason) document.Add("reason", reason);
        if (attempt.Log is { } log) document.Add("log", log);
        return document;
    }

    private static BsonArray WriteCurve(Attempt attempt)
    {
        var curve = new BsonArray(2 * attempt.Curve.Length);
        foreach (var (step, loss) in attempt.Curve)
        {
            curve.Add(step);
            curve.Add(Number(loss));
        }

        return curve;
    }

    /// <summary>Not the driver's implicit conversion, which keeps small numbers ready and takes -0 for 0.</summary>
    private static BsonDouble Number(double value) => new(value);

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);
}
