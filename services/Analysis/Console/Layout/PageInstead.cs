using Microsoft.AspNetCore.Antiforgery;

namespace ArchOpt.Analysis.Console.Layout;

/// <summary>Says that a request gets another page than the one at its address.</summary>
/// <param name="Page">The component of that page.</param>
internal sealed record PageInstead(Type Page)
{
    /// <summary>A form whose antiforgery token is not ours reaches no page; call it behind the check of the tokens.</summary>
    public static Task RefuseStaleForms(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false } || !http.Request.Path.StartsWithSegments("/console", StringComparison.OrdinalIgnoreCase)) return next(http);
        http.Show<StaleFormPage>();
        return next(http);
    }
}

internal static class PageInsteadExtensions
{
    /// <summary>The request is answered with this page, as if it had been asked for.</summary>
    public static void Show<TPage>(this HttpContext http)
    {
        http.Features.Set(new PageInstead(typeof(TPage)));
        http.Request.Method = HttpMethods.Get; // nothing that was sent is read
    }
}
