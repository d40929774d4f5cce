using System.CommandLine;
using ArchOpt.Cli.Output;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt report STUDY [--format md/html/json] [--top K] [--out FILE]</c>.</summary>
internal static class ReportCommand
{
    public static Command Create(CommandScope scope)
    {
        var study = CommandScope.Study();
        var format = new Option<string?>("--format") { Description = "md (the default), html or json", HelpName = "FORMAT", CustomParser = ParseFormat };
        var top = Numbers.Range(new Option<int?>("--top") { Description = "How many trials are the top [60, or 20% of the trials if that is less]", HelpName = "K" }, 1);
        var target = new Option<string?>("--out") { Description = "File to write instead of standard output", HelpName = "FILE" };
        return scope.Do(new("report", "Say what the trials of a study show, and what to run next") { study, format, top, target }, async (call, cancellationToken) =>
        {
            var wanted = call.Get(format) ?? (call.Options.Json ? "json" : "md");
            await using var connection = await call.Connector.ConnectAsync(cancellationToken);
            var view = await connection.Client.GetStudyAsync(call.Get(study), cancellationToken);
            var analysis = await connection.AnalysisAsync(cancellationToken);
            var report = await analysis.GetReportAsync(view.Name, wanted, call.Get(top), cancellationToken);
            if (wanted == "json") report = ResultWriter.Indent(report);
            if (call.Get(target) is { } path) await ResultFile.WriteAsync("--out", path, writer => writer.WriteAsync(report));
            else if (wanted == "json") await call.Results.LineAsync(report);
            else await call.Results.Writer.WriteAsync(report);
            return ExitCode.Done;
        });
    }

    private static string? ParseFormat(System.CommandLine.Parsing.ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text is "md" or "html" or "json") return text;
        result.AddError($"--format: must be one of md, html, json (was '{text}')");
        return null;
    }
}
