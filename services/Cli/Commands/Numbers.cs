using System.CommandLine;
using System.Numerics;

namespace ArchOpt.Cli.Commands;

/// <summary>Ranges of numeric options, checked while the call is parsed.</summary>
internal static class Numbers
{
    public static Option<T> AtLeast<T>(Option<T> option, T low)
        where T : struct, INumber<T>
    {
        option.Validators.Add(result => Check(result, option.Name, result.GetValue(option), low));
        return option;
    }

    public static Option<T?> AtLeast<T>(Option<T?> option, T low)
        where T : struct, INumber<T>
    {
        option.Validators.Add(result => Check(result, option.Name, result.GetValue(option) ?? low, low));
        return option;
    }

    private static void Check<T>(System.CommandLine.Parsing.OptionResult result, string name, T value, T low)
        where T : struct, INumber<T>
    {
        if (value < low) result.AddError($"{name}: must be at least {low} (was {value})");
    }
}
