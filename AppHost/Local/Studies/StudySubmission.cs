using System.Globalization;
using System.Net;
using System.Text.Json;

namespace ArchOpt.AppHost.Local.Studies;

/// <summary>
/// Hands the study file of the command line to Proposal. Proposal starts that file by itself as well, which makes this
/// a resume; but only an answer tells the user, in the same terminal, what is wrong with the file.
/// </summary>
/// <param name="client">Sends the request.</param>
/// <param name="proposal">Proposal's address.</param>
/// <param name="file">The absolute path of the file.</param>
internal sealed class StudySubmission(HttpClient client, Uri proposal, string file)
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(500);

    /// <summary>Asks until there is an answer.</summary>
    internal async Task<SubmissionAnswer> SubmitAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await TryAsync(cancellationToken) is { } answer)
                return answer;
            await Task.Delay(Again, time, cancellationToken);
        }
    }

    /// <summary>One line per mistake, as the command line program prints them.</summary>
    internal static IReadOnlyList<string> Mistakes(string file, JsonElement problem)
    {
        if (problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object)
        {
            string[] lines = [.. errors.EnumerateObject().SelectMany(field => Messages(field.Value).Select(message => Line(file, field.Name, message)))];
            if (lines.Length > 0)
                return lines;
        }

        var reason = Text(problem, "detail") ?? Text(problem, "title") ?? "refused";
        return [$"{file}: {reason}"];
    }

    private async Task<SubmissionAnswer?> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var request = ProposalRequest.Create(HttpMethod.Post, proposal);
            request.Content = new ByteArrayContent(await File.ReadAllBytesAsync(file, cancellationToken));
            request.Content.Headers.ContentType = new(file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? "application/json" : "application/yaml");
            using var response = await client.SendAsync(request, cancellationToken);
            if (response.StatusCode >= HttpStatusCode.InternalServerError)
                return null;
            using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            return response.IsSuccessStatusCode
                ? new SubmissionAnswer(Text(body.RootElement, "name"), [])
                : new SubmissionAnswer(StudyName: null, Mistakes(Path.GetRelativePath(Environment.CurrentDirectory, file), body.RootElement));
        }
        catch (JsonException)
        {
            return new SubmissionAnswer(StudyName: null, [$"{file}: refused without a reason"]);
        }
        catch (Exception early) when (early is HttpRequestException || (early is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>A place in the file ("line 3: ...") moves to where editors look for it.</summary>
    private static string Line(string file, string field, string message)
    {
        const string prefix = "line ";
        var colon = message.IndexOf(": ", StringComparison.Ordinal);
        return message.StartsWith(prefix, StringComparison.Ordinal)
            && colon > 0
            && int.TryParse(message.AsSpan(prefix.Length, colon - prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var line)
                ? string.Create(CultureInfo.InvariantCulture, $"{file}:{line}: {field}: {message[(colon + 2)..]}")
                : $"{file}: {field}: {message}";
    }

    private static IEnumerable<string> Messages(JsonElement messages) =>
        messages.ValueKind == JsonValueKind.Array
            ? messages.EnumerateArray().Where(message => message.ValueKind == JsonValueKind.String).Select(message => message.GetString()!)
            : [];

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}

/// <summary>What Proposal said about a study file.</summary>
/// <param name="StudyName">The study that runs now; null if the file was refused.</param>
/// <param name="Mistakes">Why it was refused; empty if it was not.</param>
internal sealed record SubmissionAnswer(string? StudyName, IReadOnlyList<string> Mistakes);
