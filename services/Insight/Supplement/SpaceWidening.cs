using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight.Supplement;

/// <summary>Makes room for a number that a space does not allow yet.</summary>
internal static class SpaceWidening
{
    /// <summary>A space that also allows the value; null where that is not for us to decide: in lists, and for what is no number.</summary>
    public static SearchSpace? For(SearchSpace space, string path, double value)
    {
        var parameter = space.Parameters.FirstOrDefault(p => p.Name == path);
        Parameter? wider = parameter switch
        {
            FloatParameter p when !p.Log || value > 0 => p with { Low = Math.Min(p.Low, value), High = Math.Max(p.High, value), Step = ParameterLevels.IndexOf(p with { Step = p.Step ?? 1 }, value) >= 0 ? p.Step : null },
            IntParameter p when value == Math.Floor(value) && (!p.Log || value >= 1) => p with
            {
                Low = Math.Min(p.Low, (long)value), High = Math.Max(p.High, (long)value), Step = Divisor(p.Step, (long)value - p.Low),
            },
            OrdinalParameter p when p.Values.All(v => v.Kind == ParameterValueKind.Number) && !p.Values.Contains(value) => p with { Values = [.. p.Values.Add(value).OrderBy(v => v.Number)] },
            OrdinalParameter p => p,
            _ => null,
        };
        return wider is null ? null : space with { Parameters = space.Parameters.Replace(parameter!, wider) };
    }

    private static long Divisor(long a, long b)
    {
        for (b = Math.Abs(b); b != 0;) (a, b) = (b, a % b);
        return a;
    }
}
