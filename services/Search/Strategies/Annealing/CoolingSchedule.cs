namespace ArchOpt.Search.Strategies.Annealing;

/// <summary>
/// How a temperature falls from one observation to the next. It knows neither a budget nor how long it has been at work, so a
/// search continued under a larger budget is the search that had it from the start, and after reheating it goes on from there.
/// </summary>
internal abstract record CoolingSchedule
{
    /// <summary>The temperature after one more observation.</summary>
    public abstract double Next(double temperature);

    /// <summary>A constant factor (Kirkpatrick, Gelatt and Vecchi 1983): fast.</summary>
    public sealed record Geometric(double Factor) : CoolingSchedule
    {
        public override double Next(double temperature) => temperature * Factor;
    }

    /// <summary>
    /// Initial / ln(e + k) after k observations (Geman and Geman 1984): so slow that, given forever, a large enough initial temperature
    /// finds the optimum with certainty (Hajek 1988).
    /// </summary>
    public sealed record Logarithmic(double Initial) : CoolingSchedule
    {
        // With x = ln(e + k), the next x is ln(exp(x) + 1), written so that it cannot overflow.
        public override double Next(double temperature)
        {
            var x = Initial / temperature;
            return Initial / (x + Math.Log(1 + Math.Exp(-x)));
        }
    }
}
