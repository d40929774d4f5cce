using ArchOpt.Search.Configurations;

namespace ArchOpt.Analysis.Tests.Reporting;

/// <summary>Studies whose trials have exactly the figures of a published table.</summary>
internal static class Published
{
    /// <param name="N">How many of the trials.</param>
    /// <param name="InTop">How many of them are in the top 60.</param>
    internal sealed record Row(double Value, int N, int InTop, double Mean, double Max);

    /// <summary>The top ones lie above 0.72, the others below, and the last of the others carries what the mean lacks.</summary>
    public static SampleStudy Study(string parameter, params Row[] rows) =>
        Of(parameter, $$"""{"type":"ordinal","values":[{{string.Join(",", rows.Select(row => row.Value))}}]}""", rows);

    /// <param name="kind">The parameter as a study file has it.</param>
    public static SampleStudy Of(string parameter, string kind, params Row[] rows)
    {
        var study = new SampleStudy(
            $$"""
            {"study":"published","objectives":[{"metric":"auc","goal":"maximize"}],"evaluator":{"name":"external"},
             "space":{"{{parameter}}":{{kind}} },"budget":{"trials":300} }
            """);
        foreach (var row in rows)
        {
            var values = new List<double> { row.Max };
            for (var i = 1; i < row.InTop; i++) values.Add(0.7205 + 0.0015 * i / row.InTop);
            var rest = (row.N * row.Mean - values.Sum()) / (row.N - values.Count);
            for (var i = 0; values.Count < row.N; i++) values.Add(rest + (i % 2 == 0 && values.Count < row.N - 1 ? 0.002 : i % 2 == 0 ? 0 : -0.002));
            foreach (var value in values) study.Completed(Configuration.Of((parameter, row.Value)), value, seed: study.Trials.Length);
        }

        return study;
    }
}
