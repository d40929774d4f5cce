using System.Collections.Immutable;
using System.Net;
using System.Text.Json;

namespace ArchOpt.ServiceDefaults.Http;

/// <summary>A server answered, and the answer is no. Its problem document (RFC 9457) becomes one line for each wrong field.</summary>
public sealed class ServerRefusedException(HttpStatusCode status, ImmutableArray<string> lines) : Exception(string.Join(Environment.NewLine, lines))
{
    public HttpStatusCode Status { get; } = status;

    public ImmutableArray<string> Lines { get; } = lines;

    /// <summary>The server itself failed; the same request may succeed later.</summary>
    public bool IsServerFailure => (int)Status >= 500;

    /// <summary>Reads the body of an unsuccessful answer, whatever it is.</summary>
    public static async Task<ServerRefusedException> FromAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return new(response.StatusCode, LinesOf(response.StatusCode, body));
    }

    private static ImmutableArray<string> LinesOf(HttpStatusCode status, string body)
    {
        var fallback = $"The server refused: {(int)status} {status}.";
        try
        {
            using var problem = JsonDocument.Parse(body);
            if (problem.RootElement.ValueKind != JsonValueKind.Object) return [fallback];
            var fields = Fields(problem.RootElement);
            return fields.IsEmpty ? [Text(problem.RootElement, "detail") ?? Text(problem.RootElement, "title") ?? fallback] : fields;
        }
        catch (JsonException)
        {
            return [fallback]; // a proxy's page, not a problem document
        }
    }

    private static ImmutableArray<string> Fields(JsonElement problem)
    {
        if (!problem.TryGetProperty("errors", out var errors) || errors.ValueKind != JsonValueKind.Object) return [];
        return [.. errors.EnumerateObject().SelectMany(field => Messages(field.Value).Select(message => Line(field.Name, message)))];
    }

    private static IEnumerable<string> Messages(JsonElement messages) => messages.ValueKind == JsonValueKind.Array
        ? messages.EnumerateArray().Select(message => message.ToString())
        : [messages.ToString()];

    private static string Line(string field, string message) => OneLine(field.Length == 0 ? message : $"{field}: {message}");

    private static string? Text(JsonElement problem, string name) =>
        problem.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String && text.GetString() is { Length: > 0 } line
            ? OneLine(line)
            : null;

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
