namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>
/// A strictly increasing map of observed values to a scale on which a Gaussian process may describe them. Values that span orders of
/// magnitude look like noise and a spike to a stationary process; their logarithms do not (Snelson, Rasmussen and Ghahramani 2004).
/// </summary>
internal abstract record TargetWarp
{
    public abstract double Forward(double value);

    /// <summary>The derivative of <see cref="Forward"/>, positive.</summary>
    public abstract double Slope(double value);

    /// <summary>No warp: distances from a low value, in units of a range.</summary>
    internal sealed record Linear(double Low, double Range) : TargetWarp
    {
        public override double Forward(double value) => value / Range - Low / Range;

        public override double Slope(double value) => 1 / Range;
    }

    /// <summary>Linear below a low value and up to about a scale above it, logarithmic beyond.</summary>
    internal sealed record LogAbove(double Low, double Scale) : TargetWarp
    {
        public override double Forward(double value)
        {
            var above = value / Scale - Low / Scale;
            return above < 0 ? above : Math.Log(1 + above);
        }

        public override double Slope(double value) => 1 / Scale / (1 + Math.Max(0, value / Scale - Low / Scale));
    }

    /// <summary>
    /// A power of the ratio of a metric to its bound, which is 1 - distance under a lower bound and 1 + distance under an upper one
    /// (Box and Cox 1964): power 0 is its logarithm, power -1 turns throughput into latency.
    /// </summary>
    internal sealed record Ratio(double Power, bool IsLowerBound) : TargetWarp
    {
        private const double Least = 1e-9;

        public override double Forward(double value)
        {
            var ratio = Math.Max(Least, IsLowerBound ? 1 - value : 1 + value);
            var power = Power == 0 ? Math.Log(ratio) : (Math.Pow(ratio, Power) - 1) / Power;
            return IsLowerBound ? -power : power;
        }

        public override double Slope(double value) => Math.Pow(Math.Max(Least, IsLowerBound ? 1 - value : 1 + value), Power - 1);
    }

    /// <summary>Logarithmic on both sides of 0.</summary>
    internal sealed record SignedLog : TargetWarp
    {
        public override double Forward(double value) => Math.Sign(value) * Math.Log(1 + Math.Abs(value));

        public override double Slope(double value) => 1 / (1 + Math.Abs(value));
    }
}
