using Microsoft.AspNetCore.Diagnostics;

namespace ArchOpt.Analysis.Console.Layout;

/// <summary>A page about something that is not there.</summary>
internal static class MissingPage
{
    /// <summary>The answer is 404, and the page says so to people: no problem document, which is for programs.</summary>
    public static void Say(HttpContext http)
    {
        if (http.Response.HasStarted) return;
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        if (http.Features.Get<IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
    }
}
