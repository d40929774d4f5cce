using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ArchOpt.Contracts;

namespace ArchOpt.Proposal.Replaying;

/// <summary>A message in an error queue, as far as it can be read.</summary>
/// <param name="Id">The sender's id, or a digest of the content.</param>
/// <param name="Type">The name of its type; null when the content is no message of ours.</param>
/// <param name="Attempt">The attempt that it asks for; null when it asks for none.</param>
/// <param name="Exception">What the consumer threw, type and message; null when the transport says nothing of one.</param>
internal sealed record RestingMessage(string Queue, string Id, string? Type, HeldAttempt? Attempt, string? Exception, DateTimeOffset? Time)
{
    private const string TypePrefix = "urn:message:";

    /// <summary>Reads the transport's headers and envelope. Whatever is in them, it throws nothing: what cannot be read is shown as such.</summary>
    public static RestingMessage Read(string queue, string? messageId, IDictionary<string, object?>? headers, ReadOnlyMemory<byte> body)
    {
        var id = messageId ?? Convert.ToHexStringLower(SHA256.HashData(body.Span)[..16]);
        var (type, attempt) = Envelope(body);
        var kind = Text(headers, "MT-Fault-ExceptionType");
        var said = Text(headers, "MT-Fault-Message");
        var exception = (kind, said) is (null, null) ? null : string.Join(": ", new[] { kind, said }.OfType<string>());
        return new(queue, id, type, attempt, exception, DateTimeOffset.TryParse(
            Text(headers, "MT-Fault-Timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null);
    }

    private static (string? Type, HeldAttempt? Attempt) Envelope(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var envelope = JsonDocument.Parse(body);
            if (envelope.RootElement.ValueKind != JsonValueKind.Object) return default;
            var type = envelope.RootElement.TryGetProperty("messageType", out var types) && types.ValueKind == JsonValueKind.Array
                ? types.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.String).Select(t => t.GetString()!).FirstOrDefault()
                : null;
            if (type?.StartsWith(TypePrefix, StringComparison.Ordinal) == true) type = type[TypePrefix.Length..];
            return type?.EndsWith(":" + nameof(EvaluateTrial), StringComparison.Ordinal) == true
                && envelope.RootElement.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.Object
                && message.TryGetProperty("studyId", out var study) && study.ValueKind == JsonValueKind.String
                && message.TryGetProperty("number", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var n)
                && message.TryGetProperty("attempt", out var attempt) && attempt.ValueKind == JsonValueKind.Number && attempt.TryGetInt32(out var a)
                ? (type, new HeldAttempt(study.GetString()!, n, a))
                : (type, null);
        }
        catch (JsonException)
        {
            return default; // not JSON: shown without a type
        }
    }

    private static string? Text(IDictionary<string, object?>? headers, string name) => headers?.TryGetValue(name, out var value) == true
        ? value switch { byte[] bytes => Encoding.UTF8.GetString(bytes), null => null, _ => Convert.ToString(value, CultureInfo.InvariantCulture) }
        : null;
}
