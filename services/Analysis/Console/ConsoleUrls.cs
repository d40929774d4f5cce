namespace ArchOpt.Analysis.Console;

/// <summary>Where things are in the console.</summary>
internal static class ConsoleUrls
{
    public const string Studies = "/console";

    public const string Workers = "/console/workers";

    /// <summary>Asks whether to drain a worker. Its name may hold anything, so it is no part of the path.</summary>
    public static string Drain(string worker) => $"{Workers}/drain?worker={Uri.EscapeDataString(worker)}";

    public static string Study(string study) => $"/console/studies/{Uri.EscapeDataString(study)}";

    public static string Trials(string study) => Study(study) + "/trials";

    public static string Trial(string study, long number) => $"{Trials(study)}/{number}";

    public static string Insight(string study) => Study(study) + "/insight";

    /// <param name="study">Null for the failed trials of all studies.</param>
    public static string Failed(string? study = null) => study is null ? "/console/failed" : Study(study) + "/failed";

    /// <summary>Shows what replaying would do.</summary>
    /// <param name="study">All failed trials of this study; null for where forms go, which say it themselves.</param>
    public static string Replay(string? study = null) => "/console/failed/replay" + (study is null ? "" : $"?study={Uri.EscapeDataString(study)}");

    public static string Report(string study) => $"/studies/{Uri.EscapeDataString(study)}/report?format=html";

    /// <param name="back">Where to go afterwards; null for the studies.</param>
    public static string SignIn(string? back) => "/console/key" + (back is null ? "" : $"?to={Uri.EscapeDataString(back)}");

    /// <summary>Whether it is an address that the console itself may have said: of this server, and no other's in disguise.</summary>
    public static bool IsOwn(string? url) =>
        url is not null
        && (url == Studies || url.StartsWith("/console/", StringComparison.Ordinal) || url.StartsWith("/console?", StringComparison.Ordinal) || url.StartsWith("/studies/", StringComparison.Ordinal))
        && !url.Contains('\\', StringComparison.Ordinal)
        && !url.Any(char.IsControl);
}
