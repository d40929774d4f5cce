using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text.Json;
using RabbitMQ.Client;

namespace ArchOpt.AppHost.Tests;

/// <summary>The real rabbitmq-server, as the AppHost runs it.</summary>
[SupportedOSPlatform("linux")]
public sealed class the_private_broker
{
    [Fact]
    public async Task keeps_durable_queues_over_its_own_death_and_over_the_death_of_everything()
    {
        Requires.Linux();
        Requires.RabbitMQ();
        using var folder = new TemporaryFolder();
        using (var host = AppHostProcess.StandIn(folder, []))
        {
            await host.UntilOutput("evaluation-2 ");
            var address = await Address(host);
            await Publish(address, "one");
            // The broker confirms a message when it is on disk, and writes down a second or so later that there is such a queue.
            await Deadline.Until(() => IsWrittenDown(folder.Path, "kept"), "the broker has written down its queue");

            System.Diagnostics.Process.GetProcessById(BrokerOf(host)).Kill();
            await host.UntilOutput("messaging: restarting");
            await host.UntilOutput("messaging: running");
            (await Address(host)).ShouldBe(address);
            await Publish(address, "two");

            host.KillHard();
            await Deadline.Until(() => host.Descendants().Count == 0, "no process is left: " + string.Join('\n', host.Descendants()), seconds: 40);
        }

        using var again = AppHostProcess.StandIn(folder, []);
        await again.UntilOutput("evaluation-2 ");
        (await Receive(await Address(again))).ShouldBe(["one", "two"]);
        again.Signal(PosixSignal.SIGTERM);
        (await again.UntilExit()).ShouldBe(0, again.Output);
        again.Descendants().ShouldBeEmpty();
    }

    private static bool IsWrittenDown(string folder, string queue) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file) is "LATEST.LOG" || Path.GetFileName(file).StartsWith("rabbit_durable_queue", StringComparison.Ordinal))
        .Any(file => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file)).Contains(queue, StringComparison.Ordinal));

    /// <summary>The start script replaces itself by the Erlang machine only in part: the pid file names the script's process group.</summary>
    private static int BrokerOf(AppHostProcess host)
    {
        var group = host.PidOf("messaging");
        return Directory.EnumerateDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(name => int.TryParse(name, out _))
            .Select(name => int.Parse(name!, System.Globalization.CultureInfo.InvariantCulture))
            .Single(id => Stat(id) is ["beam.smp", var owner] && owner == group.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static string[] Stat(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            var end = text.LastIndexOf(')');
            return [text[(text.IndexOf('(') + 1)..end], text[(end + 2)..].Split(' ')[2]];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static async Task<Uri> Address(AppHostProcess host)
    {
        var environment = JsonSerializer.Deserialize<Dictionary<string, string>>((await host.Get(host.Port, "/environment"))!)!;
        return new Uri(environment["ConnectionStrings__messaging"]);
    }

    private static async Task Publish(Uri address, string text)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var connection = await new ConnectionFactory { Uri = address }.CreateConnectionAsync(cancel);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancel);
        await channel.QueueDeclareAsync("kept", durable: true, exclusive: false, autoDelete: false, cancellationToken: cancel);
        await channel.BasicPublishAsync(
            string.Empty, "kept", mandatory: true, new BasicProperties { Persistent = true }, System.Text.Encoding.UTF8.GetBytes(text), cancel);
    }

    private static async Task<string[]> Receive(Uri address)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var connection = await new ConnectionFactory { Uri = address }.CreateConnectionAsync(cancel);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
        var received = new List<string>();
        while (await channel.BasicGetAsync("kept", autoAck: true, cancel) is { } message)
            received.Add(System.Text.Encoding.UTF8.GetString(message.Body.Span));
        return [.. received];
    }
}
