namespace ArchOpt.Evaluation.Evaluators.Functions;

/// <summary>The functions that take a point of any dimension.</summary>
internal static class AnyDimension
{
    private const int MichalewiczSteepness = 10;

    public static double Sphere(ReadOnlySpan<double> x)
    {
        double sum = 0;
        foreach (var v in x) sum += v * v;
        return sum;
    }

    public static double Rosenbrock(ReadOnlySpan<double> x)
    {
        double sum = 0;
        for (var i = 0; i + 1 < x.Length; i++) sum += 100 * Square(x[i + 1] - x[i] * x[i]) + Square(x[i] - 1);
        return sum;
    }

    public static double Rastrigin(ReadOnlySpan<double> x)
    {
        var sum = 10.0 * x.Length;
        foreach (var v in x) sum += v * v - 10 * Math.Cos(2 * Math.PI * v);
        return sum;
    }

    public static double Ackley(ReadOnlySpan<double> x)
    {
        double squares = 0, cosines = 0;
        foreach (var v in x)
        {
            squares += v * v;
            cosines += Math.Cos(2 * Math.PI * v);
        }

        return -20 * Math.Exp(-0.2 * Math.Sqrt(squares / x.Length)) - Math.Exp(cosines / x.Length) + 20 + Math.E;
    }

    public static double Griewank(ReadOnlySpan<double> x)
    {
        double sum = 0, product = 1;
        for (var i = 0; i < x.Length; i++)
        {
            sum += x[i] * x[i] / 4000;
            product *= Math.Cos(x[i] / Math.Sqrt(i + 1));
        }

        return sum - product + 1;
    }

    public static double Levy(ReadOnlySpan<double> x)
    {
        var sum = Square(Math.Sin(Math.PI * Scaled(x[0])));
        for (var i = 0; i + 1 < x.Length; i++)
        {
            var w = Scaled(x[i]);
            sum += Square(w - 1) * (1 + 10 * Square(Math.Sin(Math.PI * w + 1)));
        }

        var last = Scaled(x[^1]);
        return sum + Square(last - 1) * (1 + Square(Math.Sin(2 * Math.PI * last)));

        static double Scaled(double v) => 1 + (v - 1) / 4;
    }

    public static double StyblinskiTang(ReadOnlySpan<double> x)
    {
        double sum = 0;
        foreach (var v in x) sum += v * v * v * v - 16 * v * v + 5 * v;
        return sum / 2;
    }

    public static double Michalewicz(ReadOnlySpan<double> x)
    {
        double sum = 0;
        for (var i = 0; i < x.Length; i++)
            sum -= Math.Sin(x[i]) * Math.Pow(Math.Sin((i + 1) * x[i] * x[i] / Math.PI), 2 * MichalewiczSteepness);
        return sum;
    }

    public static double Schwefel(ReadOnlySpan<double> x)
    {
        var sum = 418.9828872724338 * x.Length;
        foreach (var v in x) sum -= v * Math.Sin(Math.Sqrt(Math.Abs(v)));
        return sum;
    }

    public static double Zakharov(ReadOnlySpan<double> x)
    {
        double squares = 0, weighted = 0;
        for (var i = 0; i < x.Length; i++)
        {
            squares += x[i] * x[i];
            weighted += 0.5 * (i + 1) * x[i];
        }

        return squares + Square(weighted) + Square(Square(weighted));
    }

    public static double DixonPrice(ReadOnlySpan<double> x)
    {
        var sum = Square(x[0] - 1);
        for (var i = 1; i < x.Length; i++) sum += (i + 1) * Square(2 * x[i] * x[i] - x[i - 1]);
        return sum;
    }

    private static double Square(double v) => v * v;
}
