namespace ArchOpt.Search.Designs;

/// <summary>The primitive polynomials over the field of two elements, by degree and then by their coefficients read as a binary number.</summary>
internal static class PrimitivePolynomials
{
    /// <summary>
    /// The first <paramref name="count"/> polynomials with their degrees; bit k of one is the coefficient of x^k. Found by trial, which takes
    /// about a millisecond for degree 10.
    /// </summary>
    public static IEnumerable<(int Degree, int Coefficients)> First(int count) => All().Take(count);

    private static IEnumerable<(int Degree, int Coefficients)> All()
    {
        for (var degree = 1; degree < 30; degree++)
        {
            for (var polynomial = (1 << degree) | 1; polynomial < 2 << degree; polynomial += 2)
            {
                if (IsPrimitive(polynomial, degree)) yield return (degree, polynomial);
            }
        }
    }

    /// <summary>Whether the powers of x modulo the polynomial run through all 2^degree - 1 residues before they return to 1.</summary>
    private static bool IsPrimitive(int polynomial, int degree)
    {
        var period = (1 << degree) - 1;
        var power = 1;
        for (var exponent = 1; exponent <= period; exponent++)
        {
            power <<= 1;
            if (power >> degree != 0) power ^= polynomial;
            if (power == 1) return exponent == period;
        }

        return false;
    }
}
