namespace ArchOpt.AppHost.Local.Native;

/// <summary>Where the broker's programs are on this machine.</summary>
/// <param name="Server">The start script itself, not the one on PATH of Debian, which switches to a system user.</param>
/// <param name="PortMapper">Erlang's epmd.</param>
internal sealed record RabbitMQInstallation(string Server, string PortMapper)
{
    /// <summary>Set to <c>none</c> to run as if no broker were installed.</summary>
    internal const string Switch = "ARCHOPT_RABBITMQ";

    internal static string HowToInstall =>
        OperatingSystem.IsMacOS() ? "brew install rabbitmq" : "apt-get install rabbitmq-server";

    internal static RabbitMQInstallation? Find()
    {
        if (OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable(Switch) == "none")
            return null;

        const string packaged = "/usr/lib/rabbitmq/bin/rabbitmq-server";
        var server = File.Exists(packaged) ? packaged : Programs.Find("rabbitmq-server", "/opt/homebrew/sbin", "/usr/local/sbin");
        var portMapper = Programs.Find("epmd", "/usr/lib/erlang/bin", "/opt/homebrew/bin", "/usr/local/bin");
        return server is null || portMapper is null ? null : new RabbitMQInstallation(server, portMapper);
    }
}
