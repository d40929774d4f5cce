using System.Collections.Immutable;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Search.Pruners;

/// <summary>What a pruner is told when a study starts.</summary>
/// <param name="Settings">Validated, under their own names, with defaults filled in; a setting without default may be absent. Once
/// <see cref="PrunerDescription.Resolve"/>d they need nothing beside them.</param>
public sealed record PrunerProblem(ImmutableSortedDictionary<string, double> Settings)
{
    /// <summary>The step at which every run ends, where the study says so; the largest resource of pruners that are not told another.</summary>
    public long? LastStep { get; init; }

    /// <summary>No run may end before this step.</summary>
    public long FirstStep { get; init; }

    internal double this[string name] => Settings[name];

    internal double? Find(string name) => Settings.TryGetValue(name, out var value) ? value : null;
}

/// <summary>A pruner that a study file can name.</summary>
/// <param name="Name">As written in the file: <c>hyperband</c>.</param>
/// <param name="Summary">One sentence for people and editors.</param>
/// <param name="Settings">Every setting it knows.</param>
/// <param name="Create">Makes an instance that knows no trial.</param>
/// <param name="Check">Mistakes that only all settings together show, with the setting's name as path; empty when fine.</param>
public sealed record PrunerDescription(
    string Name,
    string Summary,
    ImmutableArray<SettingDescription> Settings,
    Func<PrunerProblem, IPruner> Create,
    Func<PrunerProblem, IEnumerable<SpaceError>> Check)
{
    /// <summary>
    /// The settings with what follows from the rest of the study written out, so that they mean the same without it.
    /// </summary>
    public Func<PrunerProblem, ImmutableSortedDictionary<string, double>> Resolve { get; init; } = problem => problem.Settings;

    /// <summary>Every mistake in the settings one by one, with the setting's name as path.</summary>
    public ImmutableArray<SpaceError> CheckSettings(IReadOnlyDictionary<string, double> numbers) =>
        SettingsValidation.Check(Name, Settings, numbers);

    /// <summary>The settings under their own names, with defaults for what is not given.</summary>
    public ImmutableSortedDictionary<string, double> FillSettings(IReadOnlyDictionary<string, double> numbers) =>
        SettingsValidation.Fill(Settings, numbers);
}
