using ArchOpt.Proposal.Api;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Studies.Definition;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ArchOpt.Proposal.Importing;

/// <summary>
/// The body of an import: the file itself, whatever its content type says; or multipart/form-data with a part <c>definition</c> (a study file)
/// and behind it a part <c>file</c>. The file is a stream: it is never held as a whole.
/// </summary>
internal sealed class ImportBody
{
    private const string DefinitionPart = "definition";
    private const string FilePart = "file";
    private const int LongestBoundary = 200;

    private readonly MultipartReader? parts;

    private ImportBody(Stream file, StudyDefinition? definition = null, MultipartReader? parts = null)
    {
        File = file;
        Definition = definition;
        this.parts = parts;
    }

    public Stream File { get; }

    /// <summary>The study that the trials are to belong to; null when it is to be inferred.</summary>
    public StudyDefinition? Definition { get; }

    /// <exception cref="InputException">400: a part is missing or wrong.</exception>
    public static async Task<ImportBody> OpenAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return new(request.Body);
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > LongestBoundary) throw InputException.Invalid("body", "is multipart/form-data without a usable boundary");
        var sections = new MultipartReader(boundary, request.Body);
        StudyDefinition? definition = null;
        while (await NextAsync(sections, cancellationToken) is { } part)
        {
            switch (part.GetContentDispositionHeader()?.Name.Value?.Trim('"'))
            {
                case DefinitionPart when definition is null:
                    definition = await ReadDefinitionAsync(part.Body, cancellationToken);
                    break;
                case FilePart:
                    return new(part.Body, definition, sections);
                case var other:
                    throw InputException.Invalid("body", $"must have a part '{DefinitionPart}' (if any) and then a part '{FilePart}' (was '{other}')");
            }
        }

        throw InputException.Invalid("body", $"has no part '{FilePart}'");
    }

    /// <summary>Call it when the file is read: what stands behind it would be ignored, and somebody meant something by it.</summary>
    /// <exception cref="InputException">400: there is another part.</exception>
    public async Task EnsureEndAsync(CancellationToken cancellationToken)
    {
        if (parts is not null && await NextAsync(parts, cancellationToken) is not null)
            throw InputException.Invalid("body", $"must end with the part '{FilePart}'; a definition comes before it");
    }

    private static async Task<MultipartSection?> NextAsync(MultipartReader sections, CancellationToken cancellationToken)
    {
        try
        {
            return await sections.ReadNextSectionAsync(cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException || (e is IOException and not BadHttpRequestException))
        {
            throw InputException.Invalid("body", $"is no multipart/form-data ({e.Message.ReplaceLineEndings(" ")})");
        }
    }

    private static async Task<StudyDefinition> ReadDefinitionAsync(Stream part, CancellationToken cancellationToken)
    {
        var buffer = new byte[StudyFile.MaxBytes + 1]; // one more than allowed, so that the reader can say that it is too large
        var length = await part.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return StudyCreation.Parse(buffer.AsSpan(0, length));
    }
}
