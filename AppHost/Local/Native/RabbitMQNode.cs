using System.Globalization;
using ArchOpt.AppHost.Local.Processes;
using ArchOpt.AppHost.Local.Supervision;

namespace ArchOpt.AppHost.Local.Native;

/// <summary>
/// A private broker whose every file is in the data directory and whose every port is on the loopback interface. It
/// shares nothing with a system-wide broker: not the cookie, not the port mapper, not the configuration. Its name never
/// changes, because the name is part of where its queues are stored.
/// </summary>
internal sealed class RabbitMQNode(RabbitMQInstallation installation, DataDirectory data, Ports ports)
{
    private const string NodeName = "archopt@localhost";

    /// <summary>The broker writes its queues' index before it ends; killing it sooner only makes the next start slower.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private readonly int _portMapperPort = ports.Next();
    private readonly int _distributionPort = ports.Next();

    internal int MetricsPort { get; } = ports.Next();

    /// <summary>Erlang's port mapper in the foreground, as a child like any other: by itself the broker would leave one behind.</summary>
    internal Launch PortMapper() => new(
        new ProcessSpec(
            installation.PortMapper,
            ["-port", Text(_portMapperPort), "-address", "127.0.0.1"],
            data.Root,
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["ERL_EPMD_PORT"] = null, ["ERL_EPMD_ADDRESS"] = null },
            TimeSpan.FromSeconds(2)),
        new TcpProbe(_portMapperPort),
        [],
        IsOurs: false);

    /// <summary>Writes the node's configuration and says how to start it.</summary>
    /// <param name="portMapperName">The resource that runs <see cref="PortMapper"/>.</param>
    /// <param name="listen">Ports and credentials.</param>
    /// <param name="sharedConfiguration">A configuration file that both stacks use, or null.</param>
    internal Launch Broker(string portMapperName, RabbitMQListen listen, string? sharedConfiguration)
    {
        var folder = data.Folder("rabbitmq");
        var configuration = Path.Combine(folder, "rabbitmq.conf");
        var plugins = Path.Combine(folder, "enabled_plugins");
        var noSystemSettings = Path.Combine(folder, "rabbitmq-env.conf");
        WriteForOwner(configuration, Configuration(listen, sharedConfiguration is null ? string.Empty : File.ReadAllText(sharedConfiguration)));
        File.WriteAllText(plugins, listen.ManagementPort is null ? "[rabbitmq_prometheus].\n" : "[rabbitmq_management,rabbitmq_prometheus].\n");
        File.WriteAllText(noSystemSettings, string.Empty);

        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["HOME"] = data.Folder("rabbitmq", "home"),
            ["RABBITMQ_NODENAME"] = NodeName,
            ["RABBITMQ_USE_LONGNAME"] = null,
            ["RABBITMQ_MNESIA_BASE"] = data.Folder("rabbitmq", "mnesia"),
            ["RABBITMQ_MNESIA_DIR"] = null,
            ["RABBITMQ_LOG_BASE"] = data.Folder("rabbitmq", "log"),
            ["RABBITMQ_LOGS"] = null,
            ["RABBITMQ_NODE_PORT"] = null,
            ["RABBITMQ_CONF_ENV_FILE"] = noSystemSettings,
            ["RABBITMQ_CONFIG_FILE"] = configuration,
            ["RABBITMQ_CONFIG_FILES"] = data.Folder("rabbitmq", "conf.d"),
            ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(folder, "advanced.config"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = plugins,
            // Schedulers that spin while they wait would keep an idle machine warm.
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-start_epmd false +sbwt none +sbwtdcpu none +sbwtdio none",
            ["ERL_EPMD_PORT"] = Text(_portMapperPort),
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        };
        return new Launch(
            new ProcessSpec(installation.Server, [], folder, environment, Grace),
            new TcpProbe(listen.Port, TcpProbe.AmqpHeader),
            [portMapperName],
            IsOurs: false);
    }

    private string Configuration(RabbitMQListen listen, string shared) => string.Join('\n',
    [
        "# Written by the AppHost at each start.",
        shared,
        $"listeners.tcp.default = 127.0.0.1:{Text(listen.Port)}",
        "distribution.listener.interface = 127.0.0.1",
        $"distribution.listener.port_range.min = {Text(_distributionPort)}",
        $"distribution.listener.port_range.max = {Text(_distributionPort)}",
        .. listen.ManagementPort is { } management
            ? ["management.tcp.ip = 127.0.0.1", $"management.tcp.port = {Text(management)}"]
            : Array.Empty<string>(),
        "prometheus.tcp.ip = 127.0.0.1",
        $"prometheus.tcp.port = {Text(MetricsPort)}",
        $"default_user = {listen.User}",
        $"default_pass = {listen.Password}",
        "log.console = false",
        "log.file.level = info",
        "log.file.rotation.size = 10485760",
        "log.file.rotation.count = 2",
        string.Empty,
    ]);

    /// <summary>The file holds a password.</summary>
    private static void WriteForOwner(string path, string text)
    {
        File.WriteAllText(path, string.Empty);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(path, text);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Where a broker listens and who may log in.</summary>
internal sealed record RabbitMQListen(int Port, int? ManagementPort, string User, string Password);
