using System.Collections.Immutable;

namespace ArchOpt.Evaluation.Evaluators.AdsArch;

/// <summary>How much a position matters: the five numbers a, b, f, x, d of the benchmark.</summary>
/// <param name="NeWeight">a: weight in the NE complexity.</param>
/// <param name="QpsWeight">b: weight in the QPS complexity.</param>
/// <param name="FlopsScale">f: share of the parameters in the NE complexity.</param>
/// <param name="WidthScale">x: share of the width.</param>
/// <param name="DepthScale">d: share of the depth.</param>
public readonly record struct PositionModifier(double NeWeight, double QpsWeight, double FlopsScale, double WidthScale, double DepthScale);

/// <summary>The modifiers of all five positions: they decide which architectures are good, so a set of them is a problem instance.</summary>
public sealed class Modifiers : IEquatable<Modifiers>
{
    /// <param name="positions">Exactly five; numbers finite and not negative, at least one NE weight and one QPS weight positive.</param>
    /// <exception cref="ArgumentException">They are not.</exception>
    public Modifiers(ImmutableArray<PositionModifier> positions)
    {
        if (positions.Length != SubArchitecture.MaxPositions) throw new ArgumentException("Five positions have modifiers.", nameof(positions));
        if (!positions.All(IsValid) || !positions.Any(p => p.NeWeight > 0) || !positions.Any(p => p.QpsWeight > 0))
            throw new ArgumentException("Modifiers are finite and not negative, with a positive weight among a and among b.", nameof(positions));
        Positions = positions;
    }

    /// <summary>The benchmark's own set.</summary>
    public static Modifiers Default { get; } = new([
        new(0.2, 0.2, 1, 0.1, 0.1),
        new(0.4, 0.2, 0.7, 0, 0.05),
        new(0.1, 0.1, 0.6, 0.4, 0.05),
        new(0.2, 0.4, 0.7, 0.3, 0.05),
        new(0.1, 0.1, 0.9, 0.1, 0.1),
    ]);

    public ImmutableArray<PositionModifier> Positions { get; }

    /// <summary>Rows of a, b, f, x, d, as study files and CSV hold them.</summary>
    /// <exception cref="ArgumentException">Not five rows of five numbers, or not valid modifiers.</exception>
    public static Modifiers FromRows(IReadOnlyList<double[]> rows) => rows.All(row => row.Length == 5)
        ? new([.. rows.Select(row => new PositionModifier(row[0], row[1], row[2], row[3], row[4]))])
        : throw new ArgumentException("A row of modifiers has five numbers: a, b, f, x, d.", nameof(rows));

    public bool Equals(Modifiers? other) => other is not null && Positions.SequenceEqual(other.Positions);

    public override bool Equals(object? obj) => Equals(obj as Modifiers);

    public override int GetHashCode() => Positions.Aggregate(17, (hash, position) => HashCode.Combine(hash, position));

    private static bool IsValid(PositionModifier p) =>
        IsValid(p.NeWeight) && IsValid(p.QpsWeight) && IsValid(p.FlopsScale) && IsValid(p.WidthScale) && IsValid(p.DepthScale);

    private static bool IsValid(double number) => double.IsFinite(number) && number >= 0;
}
