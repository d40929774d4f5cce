using System.Collections.Immutable;
using ArchOpt.Studies.Import.Building;
using ArchOpt.Studies.Import.Columns;
using ArchOpt.Studies.Import.Files;

namespace ArchOpt.Studies.Import;

/// <summary>
/// Reads files of finished trials: recognises the format, decides what each column is, finds the space that holds the configurations, and
/// says row by row what cannot be read. Pure: it takes a stream and gives records; nothing is stored.
/// </summary>
/// <remarks>The stream is read once, from where it is to its end, a piece at a time; it is left open. <see cref="ImportLimits"/> says what is too large.</remarks>
public static class ImportFile
{
    /// <param name="target">The study that the trials go into; null for a new one.</param>
    /// <returns>What was read. Mistakes are problems of it and never exceptions; without a definition the file as a whole is unusable.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static async Task<ImportReading> ReadAsync(Stream content, ImportRequest request, ImportTarget? target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(request);
        await using var stream = new FingerprintStream(content);
        try
        {
            var head = await stream.HeadAsync(cancellationToken);
            var names = new ColumnNames(request, target);
            var format = FormatDetection.Of(request, head.Span);
            var (file, resolved) = await ReadAsync(stream, head, names, format, cancellationToken);
            if (file.Trials.Count == 0) throw new UnusableFileException(0, "", file.HasHeader ? "the file has a header and no trials" : "the file has no trials");
            return Reading(file, ColumnChoice.Of(file, request, target), resolved, request, target, stream);
        }
        catch (UnusableFileException e)
        {
            return Unusable(e.Problems, stream.Fingerprint([]));
        }
    }

    private static async Task<(RawFile File, ImportFormat Format)> ReadAsync(
        FingerprintStream stream, ReadOnlyMemory<byte> head, ColumnNames names, DetectedFormat format, CancellationToken cancellationToken)
    {
        if (format.IsTable) return (await CsvTrials.ReadAsync(stream, head, names, cancellationToken), format.Format ?? ImportFormat.Csv);
        var file = new RawFile();
        var json = new JsonTrials(file, names, format.Format);
        await json.ReadAsync(stream, cancellationToken);
        return (file, json.Format);
    }

    private static ImportReading Reading(RawFile file, ColumnPlan plan, ImportFormat format, ImportRequest request, ImportTarget? target, FingerprintStream stream)
    {
        var shape = ConfigurationShape.Of(plan.Parameters);
        var candidates = file.Trials.Select(trial => Candidate.Of(trial, plan, shape)).OfType<Candidate>().ToList();
        var builder = new SpaceBuilder(file, plan, target);
        ImmutableArray<RawColumn> metrics = plan.Metrics;
        var definition = target?.Definition;
        if (target is { MayWiden: false })
        {
            candidates.RemoveAll(candidate => !RowCheck.Holds(target.Definition.Space, candidate));
        }
        else if (builder.Build(candidates) is { } space)
        {
            definition = DefinitionBuilder.Build(request, target, plan, space);
            metrics = [.. metrics, .. builder.Dropped];
        }

        var bad = file.Trials.Where(trial => trial.Problem is not null).ToList();
        var parameters = plan.Parameters.Where(parameter => !builder.Dropped.Contains(parameter.Column)).Select(parameter => ParameterPath.Top(parameter.Path));
        ImmutableArray<string> names = [.. plan.Group is { Value: not null } ? [plan.Group.Parameter] : Array.Empty<string>(), .. parameters];
        return new(
            definition, [.. candidates.Select(candidate => candidate.ToTrial(plan, metrics))], [.. bad.Take(ImportLimits.Problems).Select(trial => trial.Problem!)], bad.Count,
            stream.Fingerprint(Options(plan, format)))
        {
            Format = format,
            Objectives = [.. plan.Objectives.Select(objective => objective.Objective.Metric)],
            Parameters = [.. names.Distinct(StringComparer.Ordinal)],
            Metrics = [.. metrics.Select(column => ColumnNames.Metric(column.Name)).Distinct(StringComparer.Ordinal)],
            LeftOut = [.. file.LeftOut.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new LeftOutColumn(pair.Key, pair.Value))],
        };
    }

    /// <summary>What the options came to, so that saying aloud what would have been chosen anyway does not make it another import.</summary>
    private static IEnumerable<string> Options(ColumnPlan plan, ImportFormat format) =>
    [
        format.ToString(),
        .. plan.Objectives.Select(objective => $"objective {objective.Objective.Metric}={objective.Column.Header}"),
        .. plan.Parameters.Select(parameter => $"parameter {parameter.Path}").Order(StringComparer.Ordinal),
        plan.Group is null ? "" : $"group {plan.Group.Parameter}={plan.Group.Value}",
    ];

    private static ImportReading Unusable(ImmutableArray<ImportProblem> problems, string fingerprint) => new(null, [], [.. problems.Take(ImportLimits.Problems)], 0, fingerprint);
}
