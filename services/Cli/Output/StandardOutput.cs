using Microsoft.Win32.SafeHandles;

namespace ArchOpt.Cli.Output;

/// <summary>The process's standard output, which says when nobody reads it any more.</summary>
internal static class StandardOutput
{
    private const int UnixBrokenPipe = 32;

    /// <summary>
    /// .NET's console stream drops what a closed pipe refuses and reports nothing, so a command whose input never ends
    /// would go on for ever behind <c>| head</c>. A pipe is therefore written as a file; it throws.
    /// </summary>
    public static Stream Open()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected) return Console.OpenStandardOutput();
        var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        // A file keeps the console stream: only that one moves the position which a shell's later commands go on from.
        return pipe.CanSeek ? Console.OpenStandardOutput() : pipe;
    }

    /// <summary>The reader has what it wanted and is gone.</summary>
    public static bool IsClosed(Exception e) => e is IOException { HResult: UnixBrokenPipe };
}
