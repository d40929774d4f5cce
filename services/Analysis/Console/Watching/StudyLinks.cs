namespace ArchOpt.Analysis.Console.Watching;

/// <summary>Dashboards and alerts know a study by its name alone, and link to <c>/console?study=NAME</c>.</summary>
internal static class StudyLinks
{
    public static Task Follow(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.Equals(ConsoleUrls.Studies, StringComparison.OrdinalIgnoreCase) || http.Request.Query["study"] is not [{ Length: > 0 } study, ..]) return next(http);
        http.Response.Redirect(ConsoleUrls.Study(study));
        return Task.CompletedTask;
    }
}
