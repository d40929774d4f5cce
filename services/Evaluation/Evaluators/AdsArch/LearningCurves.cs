namespace ArchOpt.Evaluation.Evaluators.AdsArch;

/// <summary>
/// How NE falls while a model trains: a logistic curve for a small, a medium and a large architecture. Small ones
/// learn at once and stop early; large ones start worse and end best. <c>r</c> is the share of 60 days, in [0, 1].
/// </summary>
internal static class LearningCurves
{
    public const double FullTrainingDays = 60;

    public static double Small(double r) => Logistic(Math.Min(r, 0.6), 0.62, 0.04, 10, 0.2);

    public static double Medium(double r) => Logistic(Math.Min(r, 0.8), 0.65, 0.16, 8, 0.3);

    public static double Large(double r) => Logistic(r, 0.68, 0.20, 8, 0.3);

    private static double Logistic(double r, double start, double drop, double steepness, double middle) =>
        start - drop / (1 + Math.Exp(-steepness * (r - middle)));
}
