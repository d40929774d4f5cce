namespace ArchOpt.Analysis.Console;

/// <summary>Where things are in the console.</summary>
internal static class ConsoleUrls
{
    public const string Studies = "/console";

    public const string Workers = "/console/workers";

    public static string Study(string study) => $"/console/studies/{Uri.EscapeDataString(study)}";

    public static string Trials(string study) => Study(study) + "/trials";

    public static string Trial(string study, long number) => $"{Trials(study)}/{number}";

    public static string Insight(string study) => Study(study) + "/insight";

    /// <param name="study">Null for the failed trials of all studies.</param>
    public static string Failed(string? study = null) => study is null ? "/console/failed" : Study(study) + "/failed";

    public static string Report(string study) => $"/studies/{Uri.EscapeDataString(study)}/report?format=html";
}
