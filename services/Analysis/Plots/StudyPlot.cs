namespace ArchOpt.Analysis.Plots;

/// <summary>One picture of a study.</summary>
/// <param name="Name">Of its file, without extension: <c>convergence</c>.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Caption">One sentence for the text around it.</param>
/// <param name="Svg">A self-contained SVG document.</param>
public sealed record StudyPlot(string Name, string Title, string Caption, string Svg);
