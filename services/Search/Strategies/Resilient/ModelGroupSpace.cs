using ArchOpt.Search.Configurations;
using ArchOpt.Search.Groups;
using ArchOpt.Search.Rules;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.Resilient;

/// <summary>
/// The configurations of one model group: the study's space with the group's parameter fixed. The rules are the study's, kept apart,
/// because a rule that compares the parameter need not make sense for a constant.
/// </summary>
internal sealed class ModelGroupSpace
{
    private readonly SpaceRules rules;

    /// <param name="space">The study's.</param>
    /// <param name="parameter">The parameter that names groups; null without groups.</param>
    /// <param name="group">The group; null without groups.</param>
    public ModelGroupSpace(SearchSpace space, string? parameter, ModelGroup? group)
    {
        Whole = space;
        rules = SpaceRules.Of(space);
        Space = new([.. space.Parameters.Select(p => p.Name == parameter && group is not null ? new ConstantParameter(p.Name, group.Value) : p)]);
    }

    /// <summary>The study's space, with all groups and its rules.</summary>
    public SearchSpace Whole { get; }

    /// <summary>The group's configurations, rules aside.</summary>
    public SearchSpace Space { get; }

    public bool Holds(Configuration configuration) => rules.Hold(configuration);

    /// <summary>The nearest configuration that obeys the rules, or null.</summary>
    public Configuration? Fit(Configuration configuration, Func<Parameter, ParameterValue, bool> allows) =>
        RuleFit.Of(Space, rules, configuration, allows);

    /// <inheritdoc cref="Fit(Configuration, Func{Parameter, ParameterValue, bool})"/>
    public Configuration? Fit(Configuration configuration) => Fit(configuration, (_, _) => true);

    /// <summary>Another group's configuration as one of this: the group's parameter replaced, values that become active taken from <paramref name="others"/>, else moderate.</summary>
    public Configuration Translate(Configuration configuration, IReadOnlyList<Configuration> others) => Space.Build(parameter =>
        parameter is ConstantParameter constant ? constant.Value
        : configuration.TryGet(parameter.Name, out var kept) ? kept
        : others.FirstOrDefault(other => other.TryGet(parameter.Name, out _)) is { } other ? other[parameter.Name]
        : Moderation.Value(parameter));
}
