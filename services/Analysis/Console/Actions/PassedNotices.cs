using System.Security.Cryptography;
using System.Text.Json;
using ArchOpt.Analysis.Console.Parts;
using Microsoft.AspNetCore.DataProtection;

namespace ArchOpt.Analysis.Console.Actions;

/// <summary>What came of a form, for the page that is shown after it.</summary>
/// <param name="Page">The path of that page.</param>
internal sealed record PassedNotice(string Page, NoticeKind Kind, string Text);

/// <summary>
/// Hands a notice from a form to the page behind its redirect: in a cookie, because nothing is kept here for anybody, and sealed, because a
/// page must not say what somebody else wrote into a link.
/// </summary>
internal sealed class PassedNotices(IDataProtectionProvider protection)
{
    private const string Cookie = "archopt-notice";

    /// <summary>A cookie has room for this and its sealing.</summary>
    private const int Longest = 1_000;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("ArchOpt.Console.Notices").ToTimeLimitedDataProtector();

    /// <param name="http">The request with the form.</param>
    /// <param name="page">The path of the page that is to show it, without query.</param>
    /// <param name="kind">What was done, or why not.</param>
    /// <param name="text">For people; cut where it is longer than a cookie.</param>
    public void Pass(HttpContext http, string page, NoticeKind kind, string text)
    {
        var notice = new PassedNotice(page, kind, text.Length <= Longest ? text : text[..Longest] + "…");
        http.Response.Cookies.Append(Cookie, protector.Protect(JsonSerializer.Serialize(notice), Life), Options(http, Life));
    }

    /// <summary>The notice for this page, which is gone then; null when there is none.</summary>
    public PassedNotice? Take(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 } text || Open(text) is not { } notice || notice.Page != http.Request.Path.Value) return null;
        http.Response.Cookies.Delete(Cookie, Options(http, null));
        return notice;
    }

    private PassedNotice? Open(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<PassedNotice>(protector.Unprotect(text));
        }
        catch (CryptographicException)
        {
            return null; // too old, from before a restart, or not ours
        }
    }

    private static CookieOptions Options(HttpContext http, TimeSpan? life) => new()
    {
        Path = "/console",
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        MaxAge = life,
        IsEssential = true,
    };
}
