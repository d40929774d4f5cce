using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;

namespace ArchOpt.Analysis.Tests.Reporting;

/// <summary>Two pruning strategies on three problems with ten seeds each: a claim that holds, and one that nobody can test.</summary>
internal static class HypothesisStudy
{
    public static SampleStudy Create()
    {
        var study = new SampleStudy(
            """
            {"study":"claims","objectives":[{"metric":"val_rec","goal":"minimize"}],"evaluator":{"name":"external"},"budget":{"trials":99},
             "space":{"pruning_strategy":{"type":"categorical","values":["plummet","lognorm"]},"problem_id":{"type":"categorical","values":["beams","plates","shells"]}},
             "hypotheses":[
               {"id":"H1","statement":"Plummet | beats <lognorm>","compare":{"parameter":"pruning_strategy"},"metric":"val_rec","expect":{"better":"plummet","than":"lognorm"},"alpha":0.05,"minimum_effect":0.02},
               {"id":"H2","statement":"It does on every problem","compare":{"parameter":"pruning_strategy"},"metric":"val_rec","within":{"problem_id":"each"},"expect":{"better":"plummet","than":"lognorm"},"alpha":0.05}]}
            """);
        for (var i = 0; i < 60; i++)
        {
            var (strategy, problem, seed) = (i % 2 == 0 ? "plummet" : "lognorm", new[] { "beams", "plates", "shells" }[i / 2 % 3], i / 6);
            var noise = RandomStream.For(5, i).NextNormal();
            study.Completed(Configuration.Of(("pruning_strategy", strategy), ("problem_id", problem)), (strategy == "plummet" ? 0.3 : 0.5) + 0.02 * noise, seed);
        }

        return study;
    }
}
