using System.Globalization;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ArchOpt.Testing;

/// <summary>
/// A private RabbitMQ server on loopback: own node name, ports, Erlang port mapper, cookie and data, all gone when it
/// is disposed. Durable queues outlive <see cref="KillAsync"/> and <see cref="RestartAsync"/>, as they do in life.
/// </summary>
public sealed class RabbitMqNode : IAsyncDisposable
{
    internal const string ServerProgram = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    internal const string EpmdProgram = "/usr/bin/epmd";
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(90);
    private readonly string directory;
    private readonly int port, distributionPort, epmdPort;
    private readonly string name = $"archopt-{Guid.NewGuid():n}@localhost";
    private readonly RabbitMqNodeOptions options;
    private ChildProcess? epmd, server;

    private RabbitMqNode(RabbitMqNodeOptions options)
    {
        this.options = options;
        directory = Directory.CreateTempSubdirectory("archopt-rabbitmq-").FullName;
        (port, distributionPort, epmdPort) = (Ports.Free(), Ports.Free(), Ports.Free());
        if (options.Metrics) MetricsPort = Ports.Free();
        if (options.Tls is not null) TlsPort = Ports.Free();
    }

    /// <summary>Whether this machine has what a node needs.</summary>
    public static bool IsInstalled => File.Exists(ServerProgram) && File.Exists(EpmdProgram);

    /// <summary>Where its exporter answers Prometheus, on loopback; null without one.</summary>
    public int? MetricsPort { get; }

    /// <summary>Where it takes encrypted connections, on loopback; null without a certificate.</summary>
    public int? TlsPort { get; }

    /// <summary>Give it to a service as <c>ConnectionStrings:messaging</c>.</summary>
    public string ConnectionString => $"amqp://{options.User}:{options.Password}@127.0.0.1:{port}/";

    /// <summary>What the server has written: warnings and errors.</summary>
    public string Log => string.Concat(Directory.GetFiles(Path.Combine(directory, "log"), "*.log").Select(File.ReadAllText));

    /// <summary>Starts a node and returns once it accepts connections (about 7 s).</summary>
    /// <exception cref="TimeoutException">It did not accept a connection within 90 s; the message holds the end of its log.</exception>
    public static async Task<RabbitMqNode> StartAsync(RabbitMqNodeOptions? options = null, CancellationToken cancellationToken = default)
    {
        Requires.RabbitMq();
        var node = new RabbitMqNode(options ?? new());
        try
        {
            await node.WriteConfigurationAsync(cancellationToken);
            node.epmd = ChildProcess.Start(node.Environment(), node.LogFile, EpmdProgram, "-address", "127.0.0.1", "-port", Text(node.epmdPort));
            await node.StartServerAsync(cancellationToken);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the server with SIGKILL, as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (server is not null) await server.DisposeAsync();
        server = null;
    }

    /// <summary>Kills the server if it runs and starts it again on the same port and the same data.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await KillAsync();
        await StartServerAsync(cancellationToken);
    }

    /// <summary>A plain connection, for looking at queues from outside.</summary>
    public Task<IConnection> ConnectAsync(CancellationToken cancellationToken = default) =>
        new ConnectionFactory { Uri = new Uri(ConnectionString), AutomaticRecoveryEnabled = false }.CreateConnectionAsync(cancellationToken);

    /// <summary>How many messages are ready in a queue; null when there is no such queue.</summary>
    public async Task<uint?> ReadyMessagesAsync(string queue, CancellationToken cancellationToken = default)
    {
        await using var connection = await ConnectAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue, cancellationToken)).MessageCount;
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == 404)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        if (epmd is not null) await epmd.DisposeAsync();
        epmd = null;
        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
    }

    private string LogFile => Path.Combine(directory, "output.log");

    private async Task StartServerAsync(CancellationToken cancellationToken)
    {
        server = ChildProcess.Start(Environment(), LogFile, ServerProgram);
        try
        {
            await Eventually.TrueAsync(() => AcceptsAsync(cancellationToken), StartDeadline, "RabbitMQ accepts a connection", cancellationToken);
        }
        catch (TimeoutException e)
        {
            var lines = File.Exists(LogFile) ? await File.ReadAllLinesAsync(LogFile, cancellationToken) : [];
            throw new TimeoutException($"{e.Message}\n{string.Join('\n', lines.TakeLast(30))}", e);
        }
    }

    private async Task<bool> AcceptsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await ConnectAsync(cancellationToken);
            return true;
        }
        catch (BrokerUnreachableException)
        {
            return false;
        }
    }

    private Dictionary<string, string> Environment() => new(StringComparer.Ordinal)
    {
        ["HOME"] = directory,
        ["RABBITMQ_NODENAME"] = name,
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(directory, "data"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(directory, "log"),
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(directory, "rabbitmq.conf"),
        ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(directory, "advanced.config"),
        ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(directory, "rabbitmq-env.conf"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(directory, "enabled_plugins"),
        // No busy waiting: the node shares its cores with what is tested.
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+sbwt none +sbwtdcpu none +sbwtdio none",
        ["ERL_EPMD_PORT"] = Text(epmdPort),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["ERL_CRASH_DUMP_SECONDS"] = "0",
    };

    private async Task WriteConfigurationAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.Combine(directory, "log"));
        var lines = new List<string>
        {
            $"listeners.tcp.default = 127.0.0.1:{Text(port)}",
            "distribution.listener.interface = 127.0.0.1",
            $"distribution.listener.port_range.min = {Text(distributionPort)}",
            $"distribution.listener.port_range.max = {Text(distributionPort)}",
            "log.file.level = warning",
            "disk_free_limit.absolute = 50MB",
        };
        if (options.ConsumerTimeout is { } timeout) lines.Add($"consumer_timeout = {Text((int)timeout.TotalMilliseconds)}");
        if (options.Definitions is { } definitions) lines.Add($"load_definitions = {definitions}");
        if (options.Tls is { } tls)
        {
            lines.AddRange(
            [
                $"listeners.ssl.default = 127.0.0.1:{Text(TlsPort!.Value)}", $"ssl_options.cacertfile = {tls.Authority}", $"ssl_options.certfile = {tls.Certificate}",
                $"ssl_options.keyfile = {tls.Key}", "ssl_options.verify = verify_none",
            ]);
        }

        if (MetricsPort is { } metrics)
        {
            lines.AddRange([$"prometheus.tcp.ip = 127.0.0.1", $"prometheus.tcp.port = {Text(metrics)}", "collect_statistics_interval = 1000"]);
            lines.AddRange((await File.ReadAllLinesAsync(Repository.PathOf("infra/rabbitmq/rabbitmq.conf"), cancellationToken)).Where(line => line.StartsWith("prometheus.", StringComparison.Ordinal)));
        }

        await File.WriteAllLinesAsync(Path.Combine(directory, "rabbitmq.conf"), lines, cancellationToken);
        // The broker looks for overdue deliveries once a minute unless it is told to look more often.
        await File.WriteAllTextAsync(Path.Combine(directory, "advanced.config"), "[{rabbit, [{channel_tick_interval, 1000}]}].\n", cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(directory, "rabbitmq-env.conf"), "", cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(directory, "enabled_plugins"), MetricsPort is null ? "[].\n" : "[rabbitmq_prometheus].\n", cancellationToken);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What a test may want of its broker.</summary>
public sealed record RabbitMqNodeOptions
{
    /// <summary>How long a delivery may stay unacknowledged before the broker closes its channel; null for its default, 30 minutes.</summary>
    public TimeSpan? ConsumerTimeout { get; init; }

    /// <summary>With the exporter for Prometheus, as infra/rabbitmq/rabbitmq.conf configures it.</summary>
    public bool Metrics { get; init; }

    /// <summary>A file of users, permissions and the like that the server begins with; then it has no guest.</summary>
    public string? Definitions { get; init; }

    /// <summary>As whom the test itself connects.</summary>
    public string User { get; init; } = "guest";

    /// <summary>The password of <see cref="User"/>.</summary>
    public string Password { get; init; } = "guest";

    /// <summary>Files in PEM with which the server also takes encrypted connections.</summary>
    public (string Authority, string Certificate, string Key)? Tls { get; init; }
}
