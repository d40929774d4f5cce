using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace ArchOpt.ServiceDefaults.Http;

/// <summary>Asks for <c>X-Api-Key</c> where keys are configured; liveness and health stay open for probes.</summary>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ApiKeys keys)
{
    public Task InvokeAsync(HttpContext context, IProblemDetailsService problems)
    {
        var open = !keys.Required || context.Request.Path == "/health" || context.Request.Path == "/alive";
        if (open || keys.Accepts(context.Request.Headers["X-Api-Key"])) return next(context);
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        var problem = new ProblemDetails { Status = 401, Title = "X-Api-Key: must be a valid API key." };
        return problems.WriteAsync(new() { HttpContext = context, ProblemDetails = problem }).AsTask();
    }
}
