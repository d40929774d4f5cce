namespace ArchOpt.Evaluation.Evaluators.Functions;

/// <summary>The two Hartmann functions: four Gaussian wells on the unit cube.</summary>
internal static class Hartmann
{
    private static readonly double[] Alpha = [1.0, 1.2, 3.0, 3.2];

    private static readonly double[][] SharpnessOfThree = [[3, 10, 30], [0.1, 10, 35], [3, 10, 30], [0.1, 10, 35]];

    private static readonly double[][] CentresOfThree =
    [
        [0.3689, 0.1170, 0.2673],
        [0.4699, 0.4387, 0.7470],
        [0.1091, 0.8732, 0.5547],
        [0.0381, 0.5743, 0.8828],
    ];

    private static readonly double[][] SharpnessOfSix =
    [
        [10, 3, 17, 3.5, 1.7, 8],
        [0.05, 10, 17, 0.1, 8, 14],
        [3, 3.5, 1.7, 10, 17, 8],
        [17, 8, 0.05, 10, 0.1, 14],
    ];

    private static readonly double[][] CentresOfSix =
    [
        [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
        [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
        [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650],
        [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
    ];

    public static double Three(ReadOnlySpan<double> x) => Wells(x, SharpnessOfThree, CentresOfThree);

    public static double Six(ReadOnlySpan<double> x) => Wells(x, SharpnessOfSix, CentresOfSix);

    private static double Wells(ReadOnlySpan<double> x, double[][] sharpness, double[][] centres)
    {
        double sum = 0;
        for (var well = 0; well < Alpha.Length; well++)
        {
            double distance = 0;
            for (var i = 0; i < x.Length; i++) distance += sharpness[well][i] * (x[i] - centres[well][i]) * (x[i] - centres[well][i]);
            sum -= Alpha[well] * Math.Exp(-distance);
        }

        return sum;
    }
}
