using Xunit;

namespace ArchOpt.Testing;

/// <summary>What a test needs from the machine: without it the test is skipped and says why; in CI, where it must be there, it fails.</summary>
public static class Requires
{
    /// <summary>RabbitMQ and Erlang, installed natively.</summary>
    public static void RabbitMq()
    {
        if (!RabbitMqNode.IsInstalled) Missing("RabbitMQ is not installed (Debian: apt-get install rabbitmq-server)");
    }

    /// <summary>Prometheus, which Debian brings together with promtool.</summary>
    public static void Prometheus()
    {
        if (!PrometheusServer.IsInstalled) Missing("Prometheus is not installed (Debian: apt-get install prometheus)");
    }

    /// <summary>A browser: Chromium or Chrome, on PATH.</summary>
    /// <returns>Its program.</returns>
    public static string Browser()
    {
        if (Chromium.Program is null) Missing("no browser is installed (Debian: apt-get install chromium)");
        return Chromium.Program!;
    }

    private static void Missing(string reason)
    {
        var continuous = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
        if (continuous) Assert.Fail($"{reason}, and CI must run this test.");
        Assert.Skip(reason);
    }
}
