using ArchOpt.AppHost.Local.Native;
using ArchOpt.AppHost.Local.Processes;

namespace ArchOpt.AppHost.Local.Supervision;

/// <summary>Decides for every resource of the topology how it lives on this machine.</summary>
internal sealed class TopologyPlanner(IReadOnlyList<IResource> resources, DataDirectory data, HttpClient client)
{
    private readonly Ports _ports = new();
    private readonly List<PlannedResource> _plan = [];
    private readonly List<ScrapeTarget> _targets = [];

    /// <summary>The topology as processes, in the order of declaration.</summary>
    /// <param name="broker">The installed broker; null is allowed only for a topology without one.</param>
    /// <param name="cancellationToken">Ends the preparation.</param>
    /// <exception cref="StartException">A program is not built, or no port is free.</exception>
    internal async Task<IReadOnlyList<PlannedResource>> PlanAsync(RabbitMQInstallation? broker, CancellationToken cancellationToken)
    {
        PrepareAddresses();
        foreach (var resource in resources)
        {
            switch (resource)
            {
                case RabbitMQServerResource rabbit: await PlanBrokerAsync(rabbit, broker!, cancellationToken); break;
                case ProjectResource project: await PlanProjectAsync(project, cancellationToken); break;
                default: await PlanCompanionAsync(resource, cancellationToken); break;
            }
        }

        return _plan;
    }

    /// <summary>All our services in one process, without a broker; the companions as usual.</summary>
    internal async Task<IReadOnlyList<PlannedResource>> PlanSingleProcessAsync(SingleProcess host, CancellationToken cancellationToken)
    {
        PrepareAddresses();
        _targets.Add(new ScrapeTarget(SingleProcess.Name, host.Port));
        var projects = resources.OfType<ProjectResource>().ToArray();
        _plan.Add(await host.PlanAsync(projects, resources.OfType<RabbitMQServerResource>(), data, client, cancellationToken));
        var inside = projects.Select(project => project.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var resource in resources.Where(resource => resource is not (ProjectResource or RabbitMQServerResource)))
            await PlanCompanionAsync(resource, cancellationToken, inside);
        return _plan;
    }

    private void PrepareAddresses()
    {
        foreach (var endpoint in resources.SelectMany(resource => resource.Annotations.OfType<EndpointAnnotation>()))
            endpoint.Port ??= _ports.Next();
        foreach (var database in resources.OfType<MongoDBDatabaseResource>())
            database.Folder = data.Store;
    }

    private async Task PlanBrokerAsync(RabbitMQServerResource rabbit, RabbitMQInstallation installation, CancellationToken cancellationToken)
    {
        var node = new RabbitMQNode(installation, data, _ports);
        var management = rabbit.Annotations.OfType<EndpointAnnotation>().SingleOrDefault(endpoint => endpoint.Name == RabbitMQServerResource.ManagementEndpointName);
        var user = rabbit.UserNameParameter is null ? "guest" : await rabbit.UserNameParameter.GetValueAsync(cancellationToken);
        var password = await rabbit.PasswordParameter.GetValueAsync(cancellationToken);
        var listen = new RabbitMQListen(rabbit.PrimaryEndpoint.Port, management?.Port, user!, password!);
        var shared = MountedAt(rabbit, "/etc/rabbitmq/");
        var mapperName = rabbit.Name + "-epmd";

        _targets.Add(new ScrapeTarget("rabbitmq", node.MetricsPort, Job: "rabbitmq"));
        _plan.Add(new PlannedResource(mapperName, "epmd", Url: null, node.PortMapper()) { IsHidden = true });
        _plan.Add(new PlannedResource(
            rabbit.Name,
            "rabbitmq-server",
            management is null ? $"amqp://127.0.0.1:{rabbit.PrimaryEndpoint.Port}" : $"http://127.0.0.1:{management.Port}",
            node.Broker(mapperName, listen, shared)));
    }

    private async Task PlanProjectAsync(ProjectResource project, CancellationToken cancellationToken)
    {
        var environment = await EnvironmentResolver.ResolveAsync(project, cancellationToken);
        environment["OTEL_SERVICE_NAME"] = project.Name;
        var urls = project.Annotations.OfType<EndpointAnnotation>().Select(endpoint => new EndpointReference(project, endpoint.Name).Url).ToArray();
        if (urls.Length > 0)
            environment["ASPNETCORE_URLS"] = string.Join(';', urls);
        foreach (var endpoint in project.Annotations.OfType<EndpointAnnotation>().Take(1))
            _targets.Add(new ScrapeTarget(project.Name, endpoint.Port!.Value));

        var metadata = project.Annotations.OfType<ProjectAnnotation>().Single().Metadata;
        var process = DotNetProgram.Spec(metadata, EnvironmentResolver.Arguments(project), environment);
        _plan.Add(new PlannedResource(
            project.Name,
            Path.GetFileNameWithoutExtension(metadata.ProjectPath),
            EndpointUrlAnnotation.Open([project], "http", urls.FirstOrDefault()),
            new Launch(process, Probe(project), EnvironmentResolver.WaitsFor(project), IsOurs: true)));
    }

    private async Task PlanCompanionAsync(IResource resource, CancellationToken cancellationToken, IReadOnlySet<string>? inside = null)
    {
        switch (resource)
        {
            case MongoDBDatabaseResource database:
                _plan.Add(new PlannedResource(database.Name, "sqlite (embedded)", database.Folder, Launch: null));
                break;
            case ConfiguredConnection connection:
                _plan.Add(new PlannedResource(connection.Name, "configured", Url: null, Launch: null, ResourceState.Configured));
                break;
            case ContainerResource container when container.Annotations.OfType<ContainerImageAnnotation>().SingleOrDefault() is { } image:
                await PlanContainerAsync(container, image.Image, inside, cancellationToken);
                break;
        }
    }

    private async Task PlanContainerAsync(ContainerResource container, string image, IReadOnlySet<string>? inside, CancellationToken cancellationToken)
    {
        var isPrometheus = image.StartsWith("prom/prometheus", StringComparison.Ordinal);
        var isGrafana = image.StartsWith("grafana/grafana", StringComparison.Ordinal);
        var name = isPrometheus ? "prometheus" : isGrafana ? "grafana-server" : image;
        var program = isPrometheus || isGrafana ? Programs.Find(name, "/usr/share/grafana/bin", "/opt/homebrew/bin", "/usr/local/bin") : null;
        if (program is null)
        {
            _plan.Add(new PlannedResource(container.Name, name, Url: null, Launch: null, ResourceState.NotInstalled));
            return;
        }

        var endpoint = new EndpointReference(container, "http");
        var waits = EnvironmentResolver.WaitsFor(container)
            .Select(wait => inside?.Contains(wait) == true ? SingleProcess.Name : wait).Distinct(StringComparer.Ordinal).ToArray();
        var launch = isPrometheus
            ? PrometheusServer.Launch(program, endpoint.Port, data, MountedAt(container, "/etc/prometheus"), _targets, Probe(container), waits)
            : GrafanaServer.Launch(
                program,
                endpoint.Port,
                data,
                new GrafanaFiles(MountedAt(container, "/etc/grafana/provisioning"), MountedAt(container, "/etc/grafana/dashboards")),
                await EnvironmentResolver.ResolveAsync(container, cancellationToken),
                Probe(container),
                waits);
        _plan.Add(new PlannedResource(container.Name, name, endpoint.Url, launch));
    }

    private IHealthProbe Probe(IResourceWithEndpoints resource) =>
        resource.Annotations.OfType<HttpHealthCheckAnnotation>().FirstOrDefault() is { } check
            ? new HttpProbe(client, new Uri(new EndpointReference(resource, check.EndpointName).Url + check.Path))
            : new AlwaysHealthy();

    private static string? MountedAt(IResource resource, string target) =>
        resource.Annotations.OfType<BindMountAnnotation>()
            .FirstOrDefault(mount => mount.Target.StartsWith(target, StringComparison.Ordinal))?.Source;
}
