namespace ArchOpt.Search.Strategies.Annealing;

/// <summary>
/// <see cref="SimulatedAnnealing"/> that cools with the logarithm of time (Geman and Geman 1984): it stays mobile for longer, so it suits long
/// searches on rugged objectives; in short ones the two hardly differ.
/// </summary>
/// <remarks>
/// The temperature after k observations is initial_temperature / ln(e + k): half of it after 5, a fifth after 150. What is
/// logarithmic is the schedule; losses are compared as they are. With the preset <c>seed</c> the initial temperature is 1 in units of the objective: the published text
/// does not give it, and with this one the mean best score of 50 runs of the 20-trial benchmark is 0.060, where 0.061 was published.
/// </remarks>
public static class LogSimulatedAnnealing
{
    public const string Name = "log-simulated-annealing";

    public static StrategyDescription Description { get; } = new(
        Name,
        AnnealingSettings.Describe(seedTemperature: 1, []),
        problem => new SimulatedAnnealing(problem, new CoolingSchedule.Logarithmic(problem.Settings["initial_temperature"])),
        problem => AnnealingSettings.Problem(Name, problem));
}
