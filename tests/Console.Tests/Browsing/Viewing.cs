using Microsoft.Playwright;

namespace ArchOpt.Console.Tests.Browsing;

/// <summary>How somebody looks at the console.</summary>
public sealed record Viewing
{
    public static Viewing Desk { get; } = new();

    public static Viewing Phone { get; } = new() { Width = 390, Height = 844, IsMobile = true };

    public int Width { get; init; } = 1280;

    public int Height { get; init; } = 900;

    public bool IsMobile { get; init; }

    public bool IsDark { get; init; }

    /// <summary>False for a browser that runs no scripts.</summary>
    public bool HasScripts { get; init; } = true;

    /// <summary>What the console of the browser may complain about in this test: the server goes away, a page is not there.</summary>
    public Func<string, bool> Expects { get; init; } = static _ => false;

    internal BrowserNewContextOptions Options(Uri console) => new()
    {
        BaseURL = console.AbsoluteUri,
        ViewportSize = new() { Width = Width, Height = Height },
        IsMobile = IsMobile,
        HasTouch = IsMobile,
        ColorScheme = IsDark ? ColorScheme.Dark : ColorScheme.Light,
        ReducedMotion = ReducedMotion.Reduce,
        JavaScriptEnabled = HasScripts,
    };
}
