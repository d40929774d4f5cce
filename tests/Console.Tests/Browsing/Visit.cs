using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ArchOpt.Console.Tests.Browsing;

/// <summary>
/// A person's window on the console. Whatever must never happen is noted while it is open: a request to another host, an
/// error in the page or the browser's console, a dialog that nobody asked for.
/// </summary>
public sealed class Visit : IAsyncDisposable
{
    /// <summary>How long anything may take on a machine that is busy with other tests.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private const string FocusWithoutSign = """
        () => {
          const focused = document.activeElement;
          if (!focused || focused === document.body) return null;
          const style = getComputedStyle(focused);
          const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
          return outlined || style.boxShadow !== "none" ? null : focused.outerHTML.slice(0, 120);
        }
        """;

    private readonly ConcurrentQueue<string> problems = new();
    private readonly IBrowserContext context;
    private readonly Pictures pictures;

    private Visit(IBrowserContext context, IPage page, Pictures pictures) => (this.context, Page, this.pictures) = (context, page, pictures);

    public IPage Page { get; }

    /// <summary>What happened that must not; empty when all is well.</summary>
    public IReadOnlyCollection<string> Problems => problems;

    /// <param name="console">The server; the only one that pages may ask.</param>
    internal static async Task<Visit> BeginAsync(IBrowser browser, Uri console, Viewing viewing, Pictures pictures)
    {
        var window = await browser.NewContextAsync(viewing.Options(console));
        window.SetDefaultTimeout((float)Deadline.TotalMilliseconds);
        var visit = new Visit(window, await window.NewPageAsync(), pictures);
        window.Request += (_, request) => visit.Judge(request, console);
        window.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !viewing.Expects(message.Text)) visit.problems.Enqueue($"the browser's console says: {message.Text}");
        };
        window.WebError += (_, error) => visit.problems.Enqueue($"an error in the page: {error.Error}");
        window.Dialog += (_, dialog) => visit.Refuse(dialog);
        return visit;
    }

    /// <summary>A locator's promises, with the deadline that holds everywhere.</summary>
    public static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    /// <inheritdoc cref="Expect(ILocator)"/>
    public static IPageAssertions Expect(IPage page) => Assertions.Expect(page);

    /// <summary>Goes to a page of the console and returns once it is there with its styles.</summary>
    public async Task<IResponse> GoAsync(string path) =>
        await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load }) ?? throw new InvalidOperationException($"{path} has no answer.");

    /// <summary>A second tab of the same window.</summary>
    public async Task<IPage> OpenAsync(string path)
    {
        var tab = await context.NewPageAsync();
        await tab.GotoAsync(path);
        return tab;
    }

    /// <summary>From here on the page is to go on by itself: no reload, no other page.</summary>
    public Task StayAsync() => Page.EvaluateAsync("() => { window.stayed = true; }");

    /// <summary>The page is the one that was there at <see cref="StayAsync"/>.</summary>
    public async Task ExpectStayedAsync() => (await Page.EvaluateAsync<bool>("() => window.stayed === true")).ShouldBeTrue("the page went on without a reload");

    /// <summary>Keeps a picture of the whole page among the test's artefacts.</summary>
    public Task ShootAsync(string name) => Page.ScreenshotAsync(new() { Path = pictures.Next(name), FullPage = true });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>The rows of tables that hold the text.</summary>
    public ILocator Row(string text) => Page.GetByRole(AriaRole.Row).Filter(new() { HasText = text });

    /// <summary>Presses Tab until the element has the focus, which must be seen at every stop on the way.</summary>
    public async Task TabToAsync(ILocator element)
    {
        await Expect(element).ToBeVisibleAsync(); // on its way to a page there is no focus to move
        for (var stops = 0; stops < 100; stops++)
        {
            await Page.Keyboard.PressAsync("Tab");
            var seen = await Page.EvaluateAsync<string?>(FocusWithoutSign);
            if (seen is not null) problems.Enqueue($"the focus cannot be seen on {seen}");
            if (await element.EvaluateAsync<bool>("element => element === document.activeElement")) return;
        }

        throw new InvalidOperationException($"100 presses of Tab do not reach {element}.");
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    private void Judge(IRequest request, Uri console)
    {
        var url = new Uri(request.Url);
        if (url.Scheme is "data" or "blob" or "about" || (url.Host == console.Host && url.Port == console.Port)) return;
        problems.Enqueue($"asked another host: {request.Method} {request.Url}");
    }

    private void Refuse(IDialog dialog)
    {
        problems.Enqueue($"a dialog opened: {dialog.Type} '{dialog.Message}'");
        _ = dialog.DismissAsync();
    }
}
