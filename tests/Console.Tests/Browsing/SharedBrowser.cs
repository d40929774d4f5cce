using ArchOpt.Console.Tests.Browsing;
using ArchOpt.Testing;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(SharedBrowser))]

namespace ArchOpt.Console.Tests.Browsing;

/// <summary>One browser for all tests, started by the first that needs it. Thread-safe.</summary>
public sealed class SharedBrowser : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>The browser; without one on this machine the test is skipped, and in CI it fails.</summary>
    public async Task<IBrowser> GetAsync()
    {
        var program = Requires.Browser();
        await gate.WaitAsync();
        try
        {
            return browser ??= await LaunchAsync(program);
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        gate.Dispose();
    }

    private async Task<IBrowser> LaunchAsync(string program)
    {
        playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            // No name resolves: whatever a page wants from elsewhere it does not get. Containers have a small /dev/shm.
            Args = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-dev-shm-usage", "--disable-gpu", .. Unboxed()],
        });
    }

    /// <summary>Chromium's sandbox refuses root.</summary>
    private static IEnumerable<string> Unboxed() => Environment.IsPrivilegedProcess ? ["--no-sandbox"] : [];
}
