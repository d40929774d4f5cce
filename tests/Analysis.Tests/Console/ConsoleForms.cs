using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ArchOpt.Analysis.Tests.Console;

/// <summary>Sends the forms of pages as a browser without scripts does.</summary>
internal static partial class ConsoleForms
{
    /// <summary>Somebody's browser: it keeps cookies, and shows where it is sent instead of going there.</summary>
    public static HttpClient Browser(this AnalysisServer server)
    {
        var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = server.Client.BaseAddress };
        browser.DefaultRequestHeaders.Add("Accept", "text/html,*/*;q=0.8");
        return browser;
    }

    /// <summary>Opens the page, fills the form in and sends it.</summary>
    /// <param name="handler">The form's name.</param>
    /// <param name="fields">What a person enters; what the form sends without being asked goes along.</param>
    public static async Task<HttpResponseMessage> SendFormAsync(
        this HttpClient browser, string address, string handler, CancellationToken cancellationToken, params IEnumerable<KeyValuePair<string, string>> fields)
    {
        var html = await browser.GetStringAsync(address, cancellationToken);
        var form = Form().Matches(html).Select(match => match.Value).Single(text => text.Contains($"value=\"{handler}\"", StringComparison.Ordinal));
        var target = Attribute(Form().Match(form).Value, "action") is { Length: > 0 } action ? action : address;
        using var content = new FormUrlEncodedContent([.. Hidden(form), .. fields]);
        return await browser.PostAsync(target, content, cancellationToken);
    }

    /// <summary>Waits until a part of the live page holds the text.</summary>
    public static async Task<string> SeesAsync(this AnalysisServer server, string address, string text, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        using var response = await server.Client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync(deadline.Token);
        await foreach (var item in SseParser.Create(body).EnumerateAsync(deadline.Token))
        {
            if (item.EventType == "part" && JsonDocument.Parse(item.Data).RootElement.GetProperty("html").GetString()!.Contains(text, StringComparison.Ordinal)) return item.Data;
        }

        throw new InvalidOperationException($"{address} ended before it showed '{text}'.");
    }

    private static IEnumerable<KeyValuePair<string, string>> Hidden(string form) => HiddenInput().Matches(form)
        .Select(input => KeyValuePair.Create(Attribute(input.Value, "name"), Attribute(input.Value, "value")));

    private static string Attribute(string tag, string name) =>
        WebUtility.HtmlDecode(Regex.Match(tag, $" {name}=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline, matchTimeoutMilliseconds: 2_000)]
    private static partial Regex Form();

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex HiddenInput();
}
