namespace ArchOpt.AppHost.Local;

/// <summary>The same codes as the command line program.</summary>
internal static class ExitCodes
{
    internal const int Done = 0;
    internal const int Failed = 1;
    internal const int CallIsWrong = 2;
    internal const int Interrupted = 130;
}
