using System.Collections.Frozen;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Import.Files;

namespace ArchOpt.Studies.Import.Columns;

/// <summary>What a column is by its name alone: a field of the trial, or a column of values.</summary>
internal readonly record struct ColumnMeaning(TrialField? Field, ColumnRole Role, string Name);

/// <summary>
/// Says of a name what it means. What the caller and the study name goes first, then the prefixes with which tools mark parameters and
/// metrics, then the names that <see cref="KnownColumns"/> knows.
/// </summary>
internal sealed class ColumnNames
{
    private static readonly string[] ParameterPrefixes = ["config.", "config/", "params.", "params/", "parameter.", "hparams.", "hparams/", "hyperparameters."];
    private static readonly string[] MetricPrefixes = ["summary.", "summary/", "metrics.", "metrics/", "metric.", "results."];
    private readonly FrozenSet<string> asked;
    private readonly FrozenSet<string> inSpace;
    private readonly FrozenSet<string> objectives;

    public ColumnNames(ImportRequest request, ImportTarget? target)
    {
        asked = (request.Group is { } group ? request.Parameters.Add(group) : request.Parameters).ToFrozenSet(StringComparer.Ordinal);
        inSpace = (target?.Definition.Space.Parameters.Select(parameter => parameter.Name) ?? []).ToFrozenSet(StringComparer.Ordinal);
        string?[] metrics = [request.Objective, .. target?.Definition.Objectives.Select(objective => objective.Metric) ?? []];
        objectives = metrics.OfType<string>().ToFrozenSet(StringComparer.Ordinal);
    }

    /// <param name="header">As the file has it.</param>
    /// <param name="isOptunaTable">Whether the columns are those of Optuna's table of trials.</param>
    public ColumnMeaning Of(string header, bool isOptunaTable = false)
    {
        if (Wanted(header) is { } wanted) return wanted;
        if (isOptunaTable && OfOptuna(header) is { } optuna) return Wanted(optuna.Name) is { Role: ColumnRole.Parameter } ? optuna with { Role = ColumnRole.Parameter } : optuna;
        if (Strip(header, ParameterPrefixes) is { } parameter) return OfParameter(parameter);
        if (Strip(header, MetricPrefixes) is { } metric) return KnownColumns.Of(metric) is TrialField.Duration and var duration && Wanted(metric) is null
            ? new(duration, default, metric)
            : new(null, ColumnRole.Metric, Metric(metric));
        if (KnownColumns.Of(header) is { } field) return new(field, default, header);
        return header.StartsWith('_') ? new(TrialField.Ignored, default, header) : new(null, ColumnRole.Free, header); // the tools' own
    }

    /// <summary>
    /// A column of our own table, between the fixed ones: known names mean nothing there, and a prefix stands only before a name that another
    /// column has.
    /// </summary>
    /// <param name="header">All columns.</param>
    public ColumnMeaning OfOurs(string name, ReadOnlySpan<string> header)
    {
        foreach (var (prefix, role) in new[] { ("parameter.", ColumnRole.Parameter), ("metric.", ColumnRole.Metric) })
        {
            if (Strip(name, [prefix]) is { } inner && header.Contains(inner)) return new(null, role, inner);
        }

        return Wanted(name) ?? new(null, ColumnRole.Free, name);
    }

    /// <summary>A column that the file marks as a parameter; a seed is the trial's all the same, unless somebody names it.</summary>
    public ColumnMeaning OfParameter(string name) => KnownColumns.Of(name) is TrialField.Seed && Wanted(name) is not { Role: ColumnRole.Parameter }
        ? new(TrialField.Seed, default, name)
        : new(null, ColumnRole.Parameter, Parameter(name));

    /// <summary>A name that a study file accepts; the path of a value in a list stays one.</summary>
    public static string Parameter(string name)
    {
        if (ParameterPath.IsInList(name)) return name;
        var clean = string.Concat(name.Trim().Select(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '_'));
        if (clean.Length > SpaceLimits.NameLength) clean = clean[..SpaceLimits.NameLength];
        return clean.Length > 0 && !char.IsLetter(clean[0]) && clean[0] != '_' ? "_" + clean : clean;
    }

    /// <summary>A name that a study file accepts for a metric.</summary>
    public static string Metric(string name)
    {
        var clean = string.Concat(name.Trim().Select(c => char.IsWhiteSpace(c) || c is ',' or ';' or '\'' or '"' ? '_' : c));
        return clean.Length > 100 ? clean[..100] : clean;
    }

    private ColumnMeaning? Wanted(string name)
    {
        var top = ParameterPath.Top(name);
        if (asked.Contains(name) || asked.Contains(top)) return new(null, ColumnRole.Parameter, Parameter(name));
        if (objectives.Contains(name)) return new(null, ColumnRole.Metric, Metric(name));
        return inSpace.Contains(name) || inSpace.Contains(top) ? new(null, ColumnRole.Parameter, name) : default(ColumnMeaning?);
    }

    private static ColumnMeaning? OfOptuna(string header)
    {
        if (header == "value" || header.StartsWith("values_", StringComparison.Ordinal)) return new(null, ColumnRole.Objective, header == "value" ? header : "value_" + header[7..]);
        if (Strip(header, ["params_"]) is { } parameter) return new(null, ColumnRole.Parameter, Parameter(parameter));
        if (Strip(header, ["user_attrs_forced_"]) is { } forced) return new(null, ColumnRole.Forced, Parameter(forced));
        if (Strip(header, ["user_attrs_"]) is { } attribute) return new(null, ColumnRole.Metric, Metric(attribute));
        return header.StartsWith("system_attrs_", StringComparison.Ordinal) ? new(TrialField.Ignored, default, header) : null;
    }

    private static string? Strip(string name, ReadOnlySpan<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return name[prefix.Length..];
        }

        return null;
    }
}
