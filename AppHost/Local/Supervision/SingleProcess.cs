using System.Globalization;
using ArchOpt.AppHost.Local.Native;
using ArchOpt.AppHost.Local.Processes;

namespace ArchOpt.AppHost.Local.Supervision;

/// <summary>All services in the process of the command line program, over the in-memory transport.</summary>
/// <param name="program">The command line program.</param>
/// <param name="port">Where all routes are.</param>
internal sealed class SingleProcess(IProjectMetadata program, int port)
{
    internal const string Name = "archopt-all";

    internal int Port => port;

    internal async Task<PlannedResource> PlanAsync(
        IReadOnlyList<ProjectResource> projects, IEnumerable<RabbitMQServerResource> brokers, DataDirectory data, HttpClient client, CancellationToken cancellationToken)
    {
        var leftOut = brokers.Select(broker => "ConnectionStrings__" + broker.Name).ToHashSet(StringComparer.Ordinal);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var project in projects)
        {
            foreach (var (name, value) in await EnvironmentResolver.ResolveAsync(project, cancellationToken))
            {
                if (!leftOut.Contains(name) && !name.StartsWith("services__", StringComparison.Ordinal))
                    environment.TryAdd(name, value);
            }
        }

        environment["OTEL_SERVICE_NAME"] = "archopt";
        var url = "http://127.0.0.1:" + port.ToString(CultureInfo.InvariantCulture);
        environment["ASPNETCORE_URLS"] = url;
        string[] arguments = ["serve", "--port", port.ToString(CultureInfo.InvariantCulture), "--data", data.Root];
        var process = DotNetProgram.Spec(program, arguments, environment);
        return new PlannedResource(
            Name, "all services in one process", EndpointUrlAnnotation.Open(projects, "http", url), new Launch(process, new HttpProbe(client, new Uri(url + "/health")), [], IsOurs: true));
    }
}
