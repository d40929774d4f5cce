using System.Net;
using System.Text;
using ArchOpt.Contracts.Http;
using static ArchOpt.Proposal.Tests.ProposalServer;

namespace ArchOpt.Proposal.Tests;

/// <summary>Files of finished trials, and how they are sent.</summary>
internal static class ImportCalls
{
    /// <summary>Rows of x, y and a loss that grows with the row; no two alike.</summary>
    public static string Csv(int rows, int from = 0, double offset = 0)
    {
        var csv = new StringBuilder("x,y,loss\n");
        for (var row = from; row < from + rows; row++)
            csv.Append(FormattableString.Invariant($"{offset + (0.1234567 * (row + 1)) % 1},{offset + (0.7654321 * (row + 1)) % 1},{0.5 + (row * 0.001)}\n"));
        return csv.ToString();
    }

    public static Task<HttpResponseMessage> PostImportAsync(this ProposalServer server, string study, string csv, string query = "objective=loss") =>
        server.Client.PostAsync(new Uri($"/studies/{study}/import?fileName=runs.csv&{query}", UriKind.Relative), new StringContent(csv, Encoding.UTF8, "text/csv"));

    public static Task<HttpResponseMessage> PostImportAsync(this ProposalServer server, string study, string definition, string csv, string query) =>
        server.Client.PostAsync(
            new Uri($"/studies/{study}/import?fileName=runs.csv&{query}", UriKind.Relative),
            new MultipartFormDataContent { { new StringContent(definition), "definition" }, { new StringContent(csv), "file", "runs.csv" } });

    public static async Task<ImportView> ImportAsync(this ProposalServer server, string study, string csv, string query = "objective=loss", HttpStatusCode expected = HttpStatusCode.OK) =>
        await ReadAsync<ImportView>(await server.PostImportAsync(study, csv, query), expected);
}
