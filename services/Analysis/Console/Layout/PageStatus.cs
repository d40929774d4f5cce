namespace ArchOpt.Analysis.Console.Layout;

/// <summary>The status of a page that has something to say although it has not what was asked for.</summary>
internal static class PageStatus
{
    /// <summary>
    /// Sets the status when the page is on its way. Were it set while the page is made, Blazor would drop the body of a 404 and
    /// leave it to the problem documents that are for programs.
    /// </summary>
    public static void AnswerWith(this HttpContext http, int status)
    {
        if (http.Response.HasStarted) return;
        http.Response.OnStarting(() =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        });
    }

    /// <summary>What was sent is done: the browser asks for the page at the address, and reloading that sends nothing again.</summary>
    public static void SeeOther(this HttpContext http, string url)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = url;
    }
}
