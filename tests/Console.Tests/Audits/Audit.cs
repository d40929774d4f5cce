using Microsoft.Playwright;

namespace ArchOpt.Console.Tests.Audits;

/// <summary>A question about a page that its own browser answers: a function that returns what is wrong.</summary>
internal sealed class Audit
{
    private readonly string function;

    private Audit(string name)
    {
        using var resource = typeof(Audit).Assembly.GetManifestResourceStream($"audits/{name}.js") ?? throw new InvalidOperationException($"The assembly must hold {name}.js.");
        using var reader = new StreamReader(resource);
        function = reader.ReadToEnd();
    }

    /// <summary>Landmarks, headings, labels, names, table headers, ids.</summary>
    public static Audit Structure { get; } = new("structure");

    /// <summary>Nothing sticks out of the screen sideways.</summary>
    public static Audit Layout { get; } = new("layout");

    /// <summary>Text stands out from what is behind it.</summary>
    public static Audit Contrast { get; } = new("contrast");

    public Task<string[]> OfAsync(IPage page) => page.EvaluateAsync<string[]>(function);
}
