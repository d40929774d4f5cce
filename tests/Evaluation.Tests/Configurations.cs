using System.Collections.Immutable;
using System.Globalization;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Evaluation.Tests;

internal static class Configurations
{
    /// <summary>From <c>2x256 1x64</c>: depth and width of each sub-architecture.</summary>
    public static Configuration Architecture(string text) => Configuration.Of(("arch", ParameterValue.Of(text.Split(' ').Select(Sub).ToImmutableArray())));

    private static Configuration Sub(string text)
    {
        var numbers = text.Split('x').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return Configuration.Of(("depth", numbers[0]), ("width", numbers[1]));
    }
}
