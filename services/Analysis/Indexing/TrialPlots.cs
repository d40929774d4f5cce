using ArchOpt.Analysis.Plots;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Analysis.Indexing;

/// <summary>The pictures of a study's results that a console shows while the study runs: those of the report, drawn from summaries.</summary>
/// <remarks>Thread-safe. A picture is drawn when it is first asked for, once.</remarks>
public sealed class TrialPlots
{
    private readonly Lazy<StudyPlot?> convergence;
    private readonly Lazy<StudyPlot?> complexity;

    internal TrialPlots(StudyDefinition study, TrialList ended)
    {
        var progress = new Lazy<StudyProgress>(() => StudyProgress.Of(study, ended.All()));
        convergence = new(() => ConvergencePlot.Of(progress.Value));
        complexity = new(() => ComplexityPlot.Of(progress.Value));
    }

    /// <summary>The objective by iteration with each group's best so far; null while nothing has ended.</summary>
    public StudyPlot? Convergence => convergence.Value;

    /// <summary>The size of the models by iteration; null when no size is known.</summary>
    public StudyPlot? Complexity => complexity.Value;
}
