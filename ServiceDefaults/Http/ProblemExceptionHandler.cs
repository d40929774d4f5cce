using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;

namespace ArchOpt.ServiceDefaults.Http;

/// <summary>Turns exceptions into problem documents: a caller's mistake is explained, our own is logged and admitted.</summary>
internal sealed class ProblemExceptionHandler(IProblemDetailsService problems, ILogger<ProblemExceptionHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested) return true;
        var problem = Describe(exception);
        if (problem.Status >= 500) log.LogError(exception, "{Method} {Path} failed", httpContext.Request.Method, httpContext.Request.Path);
        httpContext.Response.StatusCode = problem.Status ?? 500;
        return await problems.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = problem, Exception = exception });
    }

    private static ProblemDetails Describe(Exception exception) => exception switch
    {
        InputException { Errors.Count: > 0 } input => new HttpValidationProblemDetails(input.Errors)
        {
            Status = input.Status,
            Title = "The input is not valid.",
            Detail = string.Join(" ", input.Errors.SelectMany(e => e.Value.Select(m => $"{e.Key}: {m}"))),
        },
        InputException input => new() { Status = input.Status, Title = input.Message, Detail = input.Message },
        BadHttpRequestException { InnerException: JsonException json } => new()
        {
            Status = 400,
            Title = "The body is not valid JSON for this route.",
            Detail = json.Path is null ? json.Message : $"{json.Path}: {json.Message}",
        },
        BadHttpRequestException bad => new() { Status = bad.StatusCode, Title = bad.Message, Detail = bad.Message },
        _ => new() { Status = 500, Title = "The server failed on this request; its log has the details." },
    };
}
