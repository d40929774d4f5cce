using ArchOpt.Analysis.Console.SignIn;

namespace ArchOpt.Analysis.Console.Operator;

/// <summary>Tells whose key a request to the console came with. Thread-safe.</summary>
internal sealed class OperatorKeys(KeyCookie cookie)
{
    /// <summary>The key in the header or in the cookie; it was checked before any page is made.</summary>
    public OperatorKey Of(HttpContext http) => new(http.Request.Headers["X-Api-Key"] is [{ Length: > 0 } key] ? key : cookie.Read(http.Request));
}
