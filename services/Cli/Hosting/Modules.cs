namespace ArchOpt.Cli.Hosting;

/// <summary>The three services as modules of this process.</summary>
internal static class Modules
{
    public static void Add(IHostApplicationBuilder builder, bool evaluate)
    {
    }

    public static void Map(WebApplication app, bool evaluate)
    {
    }
}
