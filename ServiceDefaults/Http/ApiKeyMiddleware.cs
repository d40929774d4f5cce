using ArchOpt.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace ArchOpt.ServiceDefaults.Http;

/// <summary>
/// Asks for <c>X-Api-Key</c> where keys are configured, or for what an <see cref="IKeyPresentation"/> accepts instead. Liveness and health
/// stay open for probes, and so does what a <see cref="MetricsListener"/> serves and what is marked <see cref="IAllowAnonymous"/>.
/// </summary>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ApiKeys keys, MetricsListener metrics, IEnumerable<IKeyPresentation> presentations)
{
    public Task InvokeAsync(HttpContext context, IProblemDetailsService problems)
    {
        if (IsOpen(context) || keys.Accepts(context.Request.Headers["X-Api-Key"])) return next(context);
        if (presentations.Any(presentation => keys.Accepts(presentation.Find(context)))) return next(context);
        if (presentations.Any(presentation => presentation.TryRefuse(context))) return Task.CompletedTask;
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        var problem = new ProblemDetails { Status = 401, Title = "X-Api-Key: must be a valid API key." };
        return problems.WriteAsync(new() { HttpContext = context, ProblemDetails = problem }).AsTask();
    }

    private bool IsOpen(HttpContext context) =>
        !keys.Required
        || metrics.Took(context)
        || context.Request.Path == "/health"
        || context.Request.Path == "/alive"
        || context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;
}
