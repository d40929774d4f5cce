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

    private readonly ConcurrentQueue<string> problems = new();
    private readonly IBrowserContext context;
    private readonly string shots;
    private int taken;

    private Visit(IBrowserContext context, IPage page, string shots) => (this.context, Page, this.shots) = (context, page, shots);

    public IPage Page { get; }

    /// <summary>What happened that must not; empty when all is well.</summary>
    public IReadOnlyCollection<string> Problems => problems;

    /// <param name="console">The server; the only one that pages may ask.</param>
    /// <param name="shots">The folder for pictures.</param>
    internal static async Task<Visit> BeginAsync(IBrowser browser, Uri console, Viewing viewing, string shots)
    {
        var window = await browser.NewContextAsync(viewing.Options(console));
        window.SetDefaultTimeout((float)Deadline.TotalMilliseconds);
        var visit = new Visit(window, await window.NewPageAsync(), shots);
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

    /// <summary>Goes to a page of the console and returns once it is there with its styles.</summary>
    public async Task<IResponse> GoAsync(string path) =>
        await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load }) ?? throw new InvalidOperationException($"{path} has no answer.");

    /// <summary>Keeps a picture of the whole page among the test's artefacts.</summary>
    public async Task ShootAsync(string name)
    {
        Directory.CreateDirectory(shots);
        await Page.ScreenshotAsync(new() { Path = Path.Combine(shots, $"{++taken:00}-{name}.png"), FullPage = true });
    }

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>The rows of tables that hold the text.</summary>
    public ILocator Row(string text) => Page.GetByRole(AriaRole.Row).Filter(new() { HasText = text });

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
