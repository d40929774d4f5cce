using ArchOpt.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace ArchOpt.Proposal.Api;

/// <summary>A store that fails is no fault of this service, and passes: 503, so that a client tries again.</summary>
internal sealed class StoreExceptionHandler(IProblemDetailsService problems, ILogger<StoreExceptionHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not (StoreUnusableException or System.Data.Common.DbException)) return false;
        log.LogError(exception, "{Method} {Path}: the store failed", httpContext.Request.Method, httpContext.Request.Path);
        httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        const string Answer = "The store does not answer at the moment. See /health.";
        var problem = new ProblemDetails { Status = 503, Title = Answer, Detail = Answer };
        return await problems.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = problem, Exception = exception });
    }
}
