namespace ArchOpt.Search.Spaces;

/// <summary>
/// The parameters of a space by the paths that people write in hypotheses and read in reports: <c>lr</c>, <c>len(arch)</c> for the length of a list,
/// <c>arch[0].width</c> for a parameter of its first element.
/// </summary>
public static class ParameterPaths
{
    /// <summary>Every path with its parameter, in declaration order, lists at their greatest length; a list stands for its own length.</summary>
    public static IEnumerable<(string Path, Parameter Parameter)> Of(SearchSpace space) => Of(space, "");

    private static IEnumerable<(string Path, Parameter Parameter)> Of(SearchSpace space, string prefix)
    {
        foreach (var parameter in space.Parameters)
        {
            if (parameter is not ListParameter list)
            {
                yield return (prefix + parameter.Name, parameter);
                continue;
            }

            yield return ($"len({prefix}{list.Name})", list);
            for (var slot = 0; slot < list.Max; slot++)
            {
                foreach (var inner in Of(list.Element, $"{prefix}{list.Name}[{slot}].")) yield return inner;
            }
        }
    }
}
