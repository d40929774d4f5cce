using ArchOpt.Testing;
using Microsoft.Playwright;

namespace ArchOpt.Console.Tests.Browsing;

/// <summary>
/// A test that looks at the console through a browser. When it ends, every window it opened must have stayed free of
/// <see cref="Visit.Problems"/>; a test that failed leaves a picture of what was seen last.
/// </summary>
public abstract class ConsoleTest(SharedBrowser browser) : IAsyncLifetime
{
    private readonly List<Visit> visits = [];
    private readonly Pictures pictures = Pictures.OfTheTest();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout((float)Visit.Deadline.TotalMilliseconds);
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens a window of its own: no cookies, nothing cached.</summary>
    protected async Task<Visit> VisitAsync(Uri console, Viewing? viewing = null)
    {
        var visit = await Visit.BeginAsync(await browser.GetAsync(), console, viewing ?? Viewing.Desk, pictures);
        visits.Add(visit);
        return visit;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var failed = TestContext.Current.TestState is { Result: TestResult.Failed };
        var problems = new List<string>();
        foreach (var visit in visits)
        {
            problems.AddRange(visit.Problems);
            if (failed || visit.Problems.Count > 0) await visit.ShootAsync("failed");
            await visit.DisposeAsync();
        }

        problems.ShouldBeEmpty();
    }

    /// <summary>Waits until it is so.</summary>
    protected static Task EventuallyAsync(Func<Task<bool>> condition, string what) => Eventually.TrueAsync(condition, Visit.Deadline, what, Cancellation);
}
