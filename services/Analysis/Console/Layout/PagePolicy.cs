namespace ArchOpt.Analysis.Console.Layout;

/// <summary>
/// What a browser may do with a page of the console: load from this server alone, run no script but its own file, and be no part of another
/// site's page. Names that people chose are encoded wherever they are shown; should one ever get through, it can do nothing.
/// </summary>
internal static class PagePolicy
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static Task ApplyAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.StartsWithSegments(ConsoleUrls.Studies, StringComparison.OrdinalIgnoreCase))
        {
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
        }

        return next(http);
    }
}
