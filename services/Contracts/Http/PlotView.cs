namespace ArchOpt.Contracts.Http;

/// <summary>One plot of GET /studies/{study}/plots on Analysis; /studies/{study}/plots/{name} is its SVG.</summary>
/// <param name="Name">Of its file, without extension.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Caption">One sentence.</param>
public sealed record PlotView(string Name, string Title, string Caption);
