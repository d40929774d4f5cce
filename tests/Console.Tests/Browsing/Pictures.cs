using System.Globalization;
using ArchOpt.Testing;

namespace ArchOpt.Console.Tests.Browsing;

/// <summary>What a test saw, in the order it saw it: <c>TestResults/console/TEST/01-what.png</c>. Those of its last run make room.</summary>
internal sealed class Pictures
{
    private readonly string folder;
    private int taken;

    private Pictures(string folder) => this.folder = folder;

    public static Pictures OfTheTest()
    {
        var test = TestContext.Current.Test!.TestDisplayName.Replace("ArchOpt.Console.Tests.", "", StringComparison.Ordinal);
        var words = test.Split([.. test.Where(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.'))], StringSplitOptions.RemoveEmptyEntries);
        return new(Repository.PathOf(Path.Combine("TestResults", "console", string.Join('-', words))));
    }

    /// <summary>Where the next one goes.</summary>
    public string Next(string name)
    {
        if (taken == 0 && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{++taken:00}-{name}.png"));
    }
}
