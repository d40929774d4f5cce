using System.Text;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Import;

namespace ArchOpt.Cli.Client;

/// <summary>What a call says about the file that it imports.</summary>
/// <param name="Definition">The study that it is to belong to; null when it is to be inferred.</param>
internal sealed record ImportOrder(ImportRequest Request, bool SkipBadRows, bool DryRun, StudyDefinition? Definition)
{
    /// <summary>As the query of POST /studies/{study}/import.</summary>
    public string ToQuery()
    {
        var query = new StringBuilder("import?");
        Add("fileName", Request.FileName.Length > 0 ? Request.FileName : null);
        Add("format", Request.Format?.ToString().ToLowerInvariant());
        Add("objective", Request.Objective);
        Add("goal", Request.Goal?.ToString().ToLowerInvariant());
        Add("group", Request.Group);
        foreach (var parameter in Request.Parameters) Add("parameter", parameter);
        if (SkipBadRows) Add("skipBadRows", "true");
        if (DryRun) Add("dryRun", "true");
        return query.ToString(0, query.Length - 1);

        void Add(string name, string? value)
        {
            if (value is not null) query.Append(name).Append('=').Append(Uri.EscapeDataString(value)).Append('&');
        }
    }

    /// <summary>The body: the file alone, or behind the definition.</summary>
    public HttpContent ToContent(Stream file)
    {
        var content = new StreamContent(file, 128 * 1024);
        content.Headers.ContentType = new("application/octet-stream");
        return Definition is null ? content : new MultipartFormDataContent
        {
            { new StringContent(StudyFileWriter.Write(Definition), Encoding.UTF8, "application/json"), "definition" },
            { content, "file", Request.FileName.Length > 0 ? Request.FileName : "trials" },
        };
    }
}
