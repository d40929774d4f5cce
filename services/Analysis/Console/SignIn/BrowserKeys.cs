using System.Net.Mime;
using ArchOpt.ServiceDefaults.Http;

namespace ArchOpt.Analysis.Console.SignIn;

/// <summary>
/// Lets a browser present its key by cookie: to the console, and for reading what <see cref="LinkedFromConsole"/> marks. Everything else
/// wants the header, so that a page of another site can make a browser do nothing.
/// </summary>
internal sealed class BrowserKeys(KeyCookie cookie) : IKeyPresentation
{
    public string? Find(HttpContext http) => IsConsole(http) || IsLinked(http) ? cookie.Read(http.Request) : null;

    public bool TryRefuse(HttpContext http)
    {
        // A stream or a program gets the plain refusal: neither can follow to a form.
        if (!(IsConsole(http) || IsLinked(http)) || !WantsPage(http.Request)) return false;
        var back = HttpMethods.IsGet(http.Request.Method) || IsConsole(http) ? $"{http.Request.Path.ToUriComponent()}{http.Request.QueryString.ToUriComponent()}" : null;
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = ConsoleUrls.SignIn(back);
        return true;
    }

    private static bool IsConsole(HttpContext http) => http.Request.Path.StartsWithSegments(ConsoleUrls.Studies, StringComparison.OrdinalIgnoreCase);

    private static bool IsLinked(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) && http.GetEndpoint()?.Metadata.GetMetadata<LinkedFromConsole>() is not null;

    private static bool WantsPage(HttpRequest request) => request.Headers.Accept.ToString().Contains(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Marks a route that pages of the console link to: it can be read with the key in a browser's cookie.</summary>
internal sealed record LinkedFromConsole;
