using System.Runtime.InteropServices;
using ArchOpt.AppHost.Local.Processes;

namespace ArchOpt.AppHost.Local.Native;

/// <summary>A built .NET program, started with the runtime that runs this one.</summary>
internal static class DotNetProgram
{
    /// <summary>A trial may need a while to be handed back; the services end earlier when they have nothing to do.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    /// <summary>
    /// 32 MiB (the runtime reads hexadecimal). By default the youngest generation may grow as large as the processor's
    /// cache, which on large servers is hundreds of megabytes for each service.
    /// </summary>
    private const string YoungestGeneration = "2000000";

    private const string YoungestGenerationName = "DOTNET_GCgen0size";

    private const string WebLogLevel = "Logging__LogLevel__Microsoft.AspNetCore";

    /// <summary>Settings meant for the AppHost itself, which a service must not inherit.</summary>
    private static readonly string[] NotInherited =
        ["ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "HTTP_PORTS", "HTTPS_PORTS", "DOTNET_LAUNCH_PROFILE"];

    /// <exception cref="StartException">The program has not been built.</exception>
    internal static ProcessSpec Spec(IProjectMetadata project, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        if (project is not IBuiltProject { TargetPath: var assembly } || !File.Exists(assembly))
            throw new StartException($"{project.ProjectPath} is not built: run dotnet build AppHost");

        var all = NotInherited.ToDictionary(name => name, string? (_) => null, StringComparer.Ordinal);
        // The launch profile's environment is for the full stack's dashboard.
        if (Environment.GetEnvironmentVariable("DOTNET_LAUNCH_PROFILE") is not null)
            all["DOTNET_ENVIRONMENT"] = null;
        all["ARCHOPT_SUPERVISED"] = "1";
        if (Environment.GetEnvironmentVariable(YoungestGenerationName) is null)
            all[YoungestGenerationName] = YoungestGeneration;
        // Otherwise every health check and scrape would be four lines of log.
        if (Environment.GetEnvironmentVariable(WebLogLevel) is null)
            all[WebLogLevel] = "Warning";
        foreach (var (name, value) in environment)
            all[name] = value;
        return new ProcessSpec(Host(), [assembly, .. arguments], Path.GetDirectoryName(project.ProjectPath)!, all, Grace);
    }

    private static string Host()
    {
        var folder = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory());
        for (var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"; folder is not null; folder = folder.Parent)
        {
            var host = Path.Combine(folder.FullName, name);
            if (File.Exists(host))
                return host;
        }

        return Programs.Find("dotnet") ?? throw new StartException("the program dotnet is not on PATH");
    }
}
