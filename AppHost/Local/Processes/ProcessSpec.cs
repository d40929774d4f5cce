namespace ArchOpt.AppHost.Local.Processes;

/// <summary>How to start one program.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Passed as they are; no shell expands them.</param>
/// <param name="WorkingDirectory">An existing folder.</param>
/// <param name="Environment">Added to this process's own environment; null removes a variable.</param>
/// <param name="Grace">Between the request to stop and the kill.</param>
internal sealed record ProcessSpec(
    string FileName,
    IReadOnlyList<string> Arguments,
    string WorkingDirectory,
    IReadOnlyDictionary<string, string?> Environment,
    TimeSpan Grace);
