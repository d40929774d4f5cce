using System.Collections.Immutable;
using ArchOpt.Analysis.Indexing;
using ArchOpt.Analysis.Reporting;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Plots;

/// <summary>The pictures of a study's report, in its order.</summary>
public static class StudyPlots
{
    /// <summary>
    /// Those that the study has something for: no front without a second objective, no timeline of trials that nobody ran here.
    /// Deterministic; each is below about 300 kB however many trials there are.
    /// </summary>
    public static ImmutableArray<StudyPlot> Of(StudyAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var summarising = new TrialSummarising(analysis.Study);
        var progress = StudyProgress.Of(
            analysis.Study, analysis.Trials.Where(trial => trial.State.Rule().IsTerminal).OrderBy(trial => trial.Number).Select(summarising.Of));
        StudyPlot?[] plots =
        [
            ConvergencePlot.Of(progress),
            ComplexityPlot.Of(progress),
            TrendsPlot.Of(analysis),
            ImportancePlot.Of(analysis),
            InteractionsPlot.Of(analysis),
            ParallelPlot.Of(analysis),
            ParetoPlot.Of(analysis, progress),
            CurvesPlot.Of(analysis, progress),
            TimelinePlot.Of(analysis),
        ];
        return [.. plots.OfType<StudyPlot>()];
    }
}
