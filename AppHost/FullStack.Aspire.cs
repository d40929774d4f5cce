using System.Net.NetworkInformation;
using System.Net.Sockets;
using Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm;
using Microsoft.Extensions.Configuration;

/// <summary>What only the full stack does: containers that look at this machine, and publishing.</summary>
internal partial class Program
{
    private const string FiguresPort = "9464";

    static partial void AddPublishTarget(IDistributedApplicationBuilder builder)
    {
        switch (builder.Configuration.GetValue("target", "compose"))
        {
            case "compose": builder.AddDockerComposeEnvironment("compose"); break;
            case "kubernetes": builder.AddKubernetesEnvironment("kubernetes"); break;
            case var other: throw new ArgumentException($"--target: must be compose or kubernetes (was '{other}').");
        }
    }

    static partial void Publish(IResourceBuilder<ProjectResource> service, int replicas)
    {
        const string Key = "api-key-hash";
        var builder = service.ApplicationBuilder;
        var key = builder.Resources.OfType<ParameterResource>().FirstOrDefault(parameter => parameter.Name == Key) is { } known
            ? builder.CreateResourceBuilder(known)
            : builder.AddParameter(Key, secret: true);
        service
            .WithEnvironment("ApiKeys__0", key)
            .WithEnvironment("Metrics__Urls", "http://*:" + FiguresPort)
            .WithReplicas(replicas)
            // Compose takes no notice of replicas that are said to Aspire.
            .PublishAsDockerComposeService((_, compose) => compose.Deploy = new Deploy { Replicas = replicas });
        if (replicas == 1) service.WithExternalHttpEndpoints();
    }

    static partial void ShowFigures(IResourceBuilder<ProjectResource> service, int port) =>
        service.WithEnvironment("Metrics__Urls", $"http://{HostOfContainers()}:{port.ToString(System.Globalization.CultureInfo.InvariantCulture)}");

    static partial void ReachHost(IResourceBuilder<ContainerResource> container)
    {
        if (OperatingSystem.IsLinux() && container.ApplicationBuilder.ExecutionContext.IsRunMode) container.WithContainerRuntimeArgs("--add-host=host.docker.internal:host-gateway");
    }

    /// <summary>
    /// Where a container's <c>host.docker.internal</c> arrives: on Linux at Docker's bridge, which nobody outside of this machine
    /// reaches; elsewhere, and without that bridge, at loopback.
    /// </summary>
    private static string HostOfContainers()
    {
        var bridge = OperatingSystem.IsLinux() ? NetworkInterface.GetAllNetworkInterfaces().FirstOrDefault(network => network.Name == "docker0") : null;
        return bridge?.GetIPProperties().UnicastAddresses.FirstOrDefault(address => address.Address.AddressFamily == AddressFamily.InterNetwork)?.Address.ToString() ?? "127.0.0.1";
    }
}
