using System.Collections.Immutable;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Search.Groups;

/// <summary>
/// Model groups: named families of configurations inside one search (GAT+RL, GT+RL, DGT+RL), told apart by the value of one
/// parameter. They are compared with each other, and a progressive strategy goes through them in order.
/// </summary>
/// <param name="Parameter">A categorical parameter at the top of the space that is active in every configuration.</param>
/// <param name="Groups">One for each value that the parameter can take, in the order in which to go through them.</param>
public sealed record GroupPlan(string Parameter, ImmutableArray<ModelGroup> Groups)
{
    /// <summary>The group of a configuration; null when its value names none.</summary>
    public ModelGroup? Of(Configuration configuration) =>
        configuration.TryGet(Parameter, out var value) ? Groups.FirstOrDefault(group => group.Value.Equals(value)) : null;

    /// <summary>
    /// The plan with a budget for every group but perhaps the last: those without share what the others leave of
    /// <paramref name="budget"/> equally, the first ones one more where it does not divide, and at least one each. The last group, without
    /// a budget of its own, keeps none: it has whatever is left, so a study that is given more goes on there.
    /// </summary>
    /// <param name="budget">Configurations of the whole study; null when it has no such bound: then nothing changes.</param>
    public GroupPlan Share(long? budget)
    {
        var open = Groups.Count(group => group.Trials is null);
        if (budget is not { } all || open == 0) return this;
        var left = Math.Max(open, all - Groups.Sum(group => group.Trials ?? 0));
        var shares = ImmutableArray.CreateBuilder<ModelGroup>(Groups.Length);
        var shared = 0;
        foreach (var group in Groups)
        {
            var share = left / open + (shared < left % open ? 1 : 0);
            if (group.Trials is null) shared++;
            shares.Add(group.Trials is not null || shares.Count == Groups.Length - 1 ? group : group with { Trials = share });
        }

        return this with { Groups = shares.MoveToImmutable() };
    }
}

/// <summary>One family.</summary>
/// <param name="Value">The parameter's value in all of its configurations.</param>
/// <param name="Trials">How many configurations it may try; null when only the study's budget bounds it.</param>
/// <param name="From">The earlier groups whose best configuration it starts from; the best of all of them counts. Empty: it starts on its own.</param>
public sealed record ModelGroup(ParameterValue Value, long? Trials, ImmutableArray<string> From)
{
    /// <summary>As people read it and metrics are labelled: GAT+RL.</summary>
    public string Name { get; } = Value.Kind == ParameterValueKind.Text ? Value.Text : Value.ToString();
}
