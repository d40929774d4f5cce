namespace ArchOpt.Evaluation.Evaluators.Functions;

/// <summary>The functions of one or two numbers.</summary>
internal static class FixedDimension
{
    public static double Branin(ReadOnlySpan<double> x)
    {
        const double b = 5.1 / (4 * Math.PI * Math.PI), c = 5 / Math.PI, t = 1 / (8 * Math.PI);
        return Square(x[1] - b * x[0] * x[0] + c * x[0] - 6) + 10 * (1 - t) * Math.Cos(x[0]) + 10;
    }

    public static double SixHumpCamel(ReadOnlySpan<double> x)
    {
        double a = x[0] * x[0], b = x[1] * x[1];
        return (4 - 2.1 * a + a * a / 3) * a + x[0] * x[1] + (-4 + 4 * b) * b;
    }

    public static double GoldsteinPrice(ReadOnlySpan<double> x)
    {
        double p = x[0], q = x[1];
        var first = 1 + Square(p + q + 1) * (19 - 14 * p + 3 * p * p - 14 * q + 6 * p * q + 3 * q * q);
        var second = 30 + Square(2 * p - 3 * q) * (18 - 32 * p + 12 * p * p + 48 * q - 36 * p * q + 27 * q * q);
        return first * second;
    }

    public static double Eggholder(ReadOnlySpan<double> x) =>
        -(x[1] + 47) * Math.Sin(Math.Sqrt(Math.Abs(x[1] + x[0] / 2 + 47))) - x[0] * Math.Sin(Math.Sqrt(Math.Abs(x[0] - (x[1] + 47))));

    public static double Beale(ReadOnlySpan<double> x)
    {
        double p = x[0], q = x[1];
        return Square(1.5 - p + p * q) + Square(2.25 - p + p * q * q) + Square(2.625 - p + p * q * q * q);
    }

    public static double Booth(ReadOnlySpan<double> x) => Square(x[0] + 2 * x[1] - 7) + Square(2 * x[0] + x[1] - 5);

    public static double Forrester(ReadOnlySpan<double> x) => Square(6 * x[0] - 2) * Math.Sin(12 * x[0] - 4);

    private static double Square(double v) => v * v;
}
