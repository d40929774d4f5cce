namespace ArchOpt.Analysis.Charts;

/// <summary>
/// Colours of Okabe and Ito (2008), which people with any colour vision tell apart. Whatever has a colour has a dash or a shape of its own
/// too, so that a chart survives a printer.
/// </summary>
internal static class Palette
{
    public const string Ink = "#222222", Quiet = "#595959", Faint = "#e2e2e2", Grey = "#9a9a9a", Paper = "#ffffff";

    /// <summary>Grounds of parts that are set off from the paper.</summary>
    public const string Shade = "#d3e6f3", Hatch = "#efefef";

    public const string Blue = "#0072B2", Vermillion = "#D55E00", Green = "#009E73", Purple = "#CC79A7", Orange = "#E69F00", Sky = "#56B4E9", Black = "#000000";

    private static readonly string[] Colours = [Blue, Vermillion, Green, Purple, Orange, Sky, Black];
    private static readonly string[] Dashes = ["", "7 3", "2 2", "9 3 2 3", "1 3"];

    /// <summary>Series from this many on share colours with earlier ones.</summary>
    public static int Different => Colours.Length;

    public static string Colour(int number) => Colours[number % Colours.Length];

    /// <summary>Empty for an unbroken line.</summary>
    public static string Dash(int number) => Dashes[number % Dashes.Length];

    public static MarkShape Shape(int number) => (MarkShape)(number % Enum.GetValues<MarkShape>().Length);
}
