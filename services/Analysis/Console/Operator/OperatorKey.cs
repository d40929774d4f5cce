namespace ArchOpt.Analysis.Console.Operator;

/// <summary>The API key of whoever looks at the console; it is passed on to Proposal.</summary>
/// <param name="Value">Null where no keys are configured.</param>
internal readonly record struct OperatorKey(string? Value)
{
    /// <summary>The key that a request came with.</summary>
    public static OperatorKey Of(HttpContext http) => new(http.Request.Headers["X-Api-Key"] is [{ Length: > 0 } key, ..] ? key : null);
}
