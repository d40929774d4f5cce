using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace ArchOpt.Analysis.Console.SignIn;

/// <summary>The API key of a browser, in a cookie that ends with its session. No script and no other site gets at it, and it says nothing to who reads it.</summary>
internal sealed class KeyCookie(IDataProtectionProvider protection)
{
    private const string Name = "archopt-key";

    private readonly IDataProtector protector = protection.CreateProtector("ArchOpt.Console.Key");

    /// <summary>The key in the request's cookie; null without one, or when this server cannot read it any more.</summary>
    public string? Read(HttpRequest request)
    {
        if (request.Cookies[Name] is not { Length: > 0 } value) return null;
        try
        {
            return protector.Unprotect(value);
        }
        catch (CryptographicException)
        {
            return null; // from another server, or from before its protection keys were replaced: signed out
        }
    }

    public void Write(HttpContext http, string key) => http.Response.Cookies.Append(Name, protector.Protect(key), Options(http));

    public static void Remove(HttpContext http) => http.Response.Cookies.Delete(Name, Options(http));

    private static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
        Path = "/",
        IsEssential = true,
    };
}
