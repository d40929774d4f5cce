using ArchOpt.AppHost.Local.Native;

namespace ArchOpt.AppHost.Tests;

/// <summary>What a test needs from the machine. CI has everything, so there a missing program is a failure.</summary>
internal static class Requires
{
    internal static RabbitMQInstallation RabbitMQ()
    {
        var found = RabbitMQInstallation.Find();
        if (found is null && Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail("CI must have rabbitmq-server.");
        Assert.SkipWhen(found is null, "rabbitmq-server is not installed: " + RabbitMQInstallation.HowToInstall);
        return found!;
    }

    internal static void Linux() =>
        Assert.SkipUnless(OperatingSystem.IsLinux(), "finds processes by their environment in /proc");
}
