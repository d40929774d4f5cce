using System.Collections.Immutable;

namespace ArchOpt.ServiceDefaults.Http;

/// <summary>What is wrong with a caller's input; becomes a problem document (RFC 9457) that names every wrong field.</summary>
/// <param name="status">The HTTP status: 400, 404 or 409.</param>
/// <param name="detail">One sentence.</param>
/// <param name="errors">Field path to messages; empty when no single field is to blame.</param>
public sealed class InputException(int status, string detail, ImmutableSortedDictionary<string, string[]>? errors = null)
    : Exception(detail)
{
    public int Status { get; } = status;

    public ImmutableSortedDictionary<string, string[]> Errors { get; } =
        errors ?? ImmutableSortedDictionary<string, string[]>.Empty;

    public static InputException NotFound(string what, string name) => new(404, $"There is no {what} '{name}'.");

    public static InputException Invalid(string field, string message) =>
        new(400, "The input is not valid.", ImmutableSortedDictionary<string, string[]>.Empty.Add(field, [message]));

    public static InputException Conflict(string detail) => new(409, detail);
}
