using ArchOpt.Analysis;
using ArchOpt.Evaluation;
using ArchOpt.Proposal;

namespace ArchOpt.Cli.Hosting;

/// <summary>The three services as modules of this process.</summary>
internal static class Modules
{
    /// <param name="evaluate">Without it no worker runs here, and trials wait.</param>
    public static void Add(IHostApplicationBuilder builder, bool evaluate)
    {
        builder.AddProposal();
        builder.AddAnalysis();
        if (evaluate) builder.AddEvaluation();
    }

    public static void Map(WebApplication app, bool evaluate)
    {
        app.MapProposal(embedded: true);
        app.MapAnalysis();
        if (evaluate) app.MapEvaluation();
    }
}
