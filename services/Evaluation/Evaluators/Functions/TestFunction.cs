namespace ArchOpt.Evaluation.Evaluators.Functions;

/// <summary>The formula of a test function.</summary>
public delegate double Formula(ReadOnlySpan<double> x);

/// <summary>A classic function to minimise.</summary>
/// <param name="Name">As the setting <c>function</c> names it.</param>
/// <param name="Dimensions">How many numbers it takes; null for any number from <paramref name="MinDimensions"/> on.</param>
/// <param name="Low">Lower bound of the usual domain, the same in every dimension unless <paramref name="High"/>'s remark says otherwise.</param>
/// <param name="High">Upper bound of the usual domain. Branin alone has two: its first number is in [-5, 10], its second in [0, 15].</param>
public sealed record TestFunction(string Name, int? Dimensions, double Low, double High, Formula Formula, int MinDimensions = 1)
{
    /// <summary>The value at a point.</summary>
    /// <exception cref="ArgumentException">The point has the wrong number of dimensions.</exception>
    public double At(ReadOnlySpan<double> x) => Accepts(x.Length)
        ? Formula(x)
        : throw new ArgumentException($"{Name} takes {Expectation} (got {x.Length}).", nameof(x));

    public bool Accepts(int dimensions) => Dimensions is { } exact ? dimensions == exact : dimensions >= MinDimensions;

    /// <summary>For messages: <c>2 numbers</c>, or <c>at least 1 number</c>.</summary>
    public string Expectation => Dimensions is { } exact
        ? $"{exact} {(exact == 1 ? "number" : "numbers")}"
        : $"at least {MinDimensions} {(MinDimensions == 1 ? "number" : "numbers")}";
}
