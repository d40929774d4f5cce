using Microsoft.AspNetCore.Http;

namespace ArchOpt.ServiceDefaults.Http;

/// <summary>How callers that cannot send <c>X-Api-Key</c>, such as browsers, present their key. Registered as a singleton by a module that has such callers.</summary>
public interface IKeyPresentation
{
    /// <summary>The key that the request carries elsewhere; null when it carries none, or may not carry it there.</summary>
    string? Find(HttpContext http);

    /// <summary>Answers a request without a valid key; false leaves that to the problem document.</summary>
    bool TryRefuse(HttpContext http);
}
