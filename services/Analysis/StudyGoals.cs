using System.Collections.Immutable;
using System.Text.Json;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Analysis;

/// <summary>What a study is after, read from its stored definition without resolving the rest of it.</summary>
/// <param name="Objectives">At least one; the first decides "best".</param>
/// <param name="Constraints">A violating trial is never the best, whatever the mode.</param>
internal sealed record StudyGoals(ImmutableArray<Objective> Objectives, ImmutableArray<Constraint> Constraints)
{
    /// <exception cref="InvalidOperationException">The stored text is no study definition.</exception>
    public static StudyGoals Read(string definition)
    {
        try
        {
            using var document = JsonDocument.Parse(definition);
            var objectives = Items(document.RootElement, "objectives").Select(ReadObjective).ToImmutableArray();
            if (objectives.IsEmpty) throw new FormatException("objectives: must name at least one metric.");
            return new(objectives, [.. Items(document.RootElement, "constraints").Select(ReadConstraint)]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw new InvalidOperationException("A stored study definition is canonical JSON with objectives.", e);
        }
    }

    private static IEnumerable<JsonElement> Items(JsonElement definition, string name) =>
        definition.TryGetProperty(name, out var items) ? items.EnumerateArray() : [];

    private static Objective ReadObjective(JsonElement objective) => new(
        objective.GetProperty("metric").GetString() ?? throw new FormatException("metric: must be text."),
        objective.TryGetProperty("goal", out var goal) ? Enum.Parse<Goal>(goal.GetString() ?? "", ignoreCase: true) : Goal.Minimize,
        ImmutableSortedDictionary<string, double>.Empty);

    private static Constraint ReadConstraint(JsonElement constraint) => new(
        constraint.GetProperty("metric").GetString() ?? throw new FormatException("metric: must be text."),
        Bound(constraint, "min"),
        Bound(constraint, "max"));

    private static double? Bound(JsonElement constraint, string name) =>
        constraint.TryGetProperty(name, out var bound) && bound.ValueKind == JsonValueKind.Number ? bound.GetDouble() : null;
}
