namespace ArchOpt.Testing;

/// <summary>The browser of this machine: Chromium, or Chrome, as its package manager installed it.</summary>
public static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private static readonly string[] Folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The first of the usual names that is on PATH; null without a browser.</summary>
    public static string? Program { get; } =
        Names.SelectMany(static _ => Folders, static (name, folder) => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
