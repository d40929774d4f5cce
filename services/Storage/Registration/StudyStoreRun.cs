using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ArchOpt.Storage.Registration;

/// <summary>Runs a host that cannot do without its store.</summary>
public static class StudyStoreRun
{
    /// <summary>The exit code of a process whose store cannot be used.</summary>
    public const int UnusableExitCode = 2;

    /// <summary>
    /// Opens the store and runs the host to its end: 0. A store that cannot be used is one line on standard error and
    /// <see cref="UnusableExitCode"/>, because a person has to act and a stack trace would not help.
    /// </summary>
    public static async Task<int> RunOverStoreAsync(this IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        try
        {
            // Before the host starts, which would log the failure as if it were a fault of the program.
            await host.Services.GetRequiredService<IStudyStore>().OpenAsync(CancellationToken.None);
        }
        catch (StoreUnusableException e)
        {
            await Console.Error.WriteLineAsync(e.Message.ReplaceLineEndings(" "));
            return UnusableExitCode;
        }

        await host.RunAsync();
        return 0;
    }
}
