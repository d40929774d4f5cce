using ArchOpt.Analysis;
using ArchOpt.Evaluation;
using ArchOpt.Proposal;

namespace ArchOpt.Cli.Hosting;

/// <summary>The three services as modules of this process.</summary>
internal static class Modules
{
    /// <param name="builder">The host's builder.</param>
    /// <param name="evaluate">
    /// Whether this process runs trials. A command that only looks (or pauses, tells, enqueues) leaves unfinished studies
    /// as they are: it has no worker, and ends before any trial could.
    /// </param>
    public static void Add(IHostApplicationBuilder builder, bool evaluate)
    {
        builder.Configuration.AddInMemoryCollection([new($"{ProposalOptions.Section}:{nameof(ProposalOptions.RunStudies)}", evaluate.ToString())]);
        builder.AddProposal();
        if (evaluate) builder.AddEvaluation();
        builder.AddAnalysis();
    }

    public static void Map(WebApplication app, bool evaluate)
    {
        app.MapProposal(embedded: true);
        if (evaluate) app.MapEvaluation();
        app.MapAnalysis();
    }
}
