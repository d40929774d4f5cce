using System.Globalization;
using Microsoft.Extensions.Configuration;

// The topology, in Aspire's own language. It compiles unchanged against the Aspire packages (-p:Stack=Aspire);
// in the default build the folder Local supplies the same types and runs native processes.
var builder = DistributedApplication.CreateBuilder(args);

var port = builder.Configuration.GetValue("port", 5080);
var evaluators = builder.Configuration.GetValue("evaluators", 2);
var firstEvaluatorPort = builder.Configuration.GetValue<int?>("evaluator-port");
var commands = builder.Configuration.GetValue<string?>("commands") ?? Path.GetFullPath("../workloads/commands.json", builder.AppHostDirectory);
var data = builder.Configuration.GetValue("data", Path.GetFullPath(".archopt"));
var study = builder.Configuration.GetValue<string?>("study");
var idle = builder.Configuration.GetValue("idle", false);

// Servers of your own take the place of those started here, where a connection string names them: ConnectionStrings__messaging=amqp://...
IResourceBuilder<IResourceWithConnectionString> messaging =
    builder.Configuration.GetConnectionString("messaging") is null ? AddBroker() : builder.AddConnectionString("messaging");
IResourceBuilder<IResourceWithConnectionString> store =
    builder.Configuration.GetConnectionString("archopt") is null ? builder.AddMongoDB("mongo").WithDataVolume().AddDatabase("archopt") : builder.AddConnectionString("archopt");

var proposal = builder.AddProject<Projects.Proposal>("proposal")
    .WithHttpEndpoint(port: port)
    .WithHttpHealthCheck("/health")
    .WithReference(messaging).WaitFor(messaging)
    .WithReference(store).WaitFor(store);

var analysis = builder.AddProject<Projects.Analysis>("analysis")
    .WithHttpEndpoint(port: port + 1)
    .WithUrlForEndpoint("http", url => url.Url = "/console")
    .WithHttpHealthCheck("/health")
    .WithReference(messaging).WaitFor(messaging)
    .WithReference(store).WaitFor(store)
    .WithReference(proposal).WaitFor(proposal);

// Proposal tells its clients where Analysis is. It does not wait for it.
proposal.WithReference(analysis);

if (builder.ExecutionContext.IsRunMode && study is not null)
{
    proposal.WithEnvironment("Proposal__Study", Path.GetFullPath(study));
}
else if (builder.ExecutionContext.IsRunMode && !idle)
{
    // Only an empty store gets the tour; whoever has studies already is not given another.
    proposal
        .WithEnvironment("Proposal__Study", Path.GetFullPath("../studies/quickstart.yaml", builder.AppHostDirectory))
        .WithEnvironment("Proposal__StudyWhenEmpty", "true");
}

if (builder.ExecutionContext.IsPublishMode)
{
    // A cluster names its workers, and neither this machine's folders nor its programs are there.
    var workers = AddEvaluator("evaluation", port: null);
    Publish(proposal, replicas: 1);
    Publish(analysis, replicas: 1);
    Publish(workers, evaluators);
}
else
{
    // One resource per worker instead of replicas: each has a name of its own, and its own metrics endpoint.
    for (var worker = 0; worker < evaluators; worker++)
    {
        var name = "evaluation-" + (worker + 1).ToString(CultureInfo.InvariantCulture);
        AddEvaluator(name, firstEvaluatorPort + worker)
            .WithEnvironment("Evaluation__Worker", name)
            .WithEnvironment("Evaluation__CommandFiles__0", commands)
            .WithEnvironment("Evaluation__WorkDirectory", Path.Combine(data, "work"));
    }

    ShowFigures(proposal, 9464);
    ShowFigures(analysis, 9465);
}

// A chart for Kubernetes cannot carry their files along; a cluster has a Prometheus and a Grafana of its own.
if (!IsChart(builder)) AddDashboards();
AddPublishTarget(builder);
builder.Build().Run();

IResourceBuilder<RabbitMQServerResource> AddBroker()
{
    var user = builder.AddParameter("messaging-user", "archopt");
    var password = builder.AddParameter(
        "messaging-password", new GenerateParameterDefault { MinLength = 24, Special = false }, secret: true, persist: true);
    var broker = builder.AddRabbitMQ("messaging", user, password).WithManagementPlugin().WithDataVolume();
    if (!IsChart(builder)) broker.WithBindMount("../infra/rabbitmq/rabbitmq.conf", "/etc/rabbitmq/conf.d/50-archopt.conf", isReadOnly: true);
    return broker;
}

IResourceBuilder<ProjectResource> AddEvaluator(string name, int? port) => builder.AddProject<Projects.Evaluation>(name)
    .WithHttpEndpoint(port: port)
    .WithHttpHealthCheck("/health")
    .WithReference(messaging).WaitFor(messaging)
    .WithReference(proposal).WaitFor(proposal);

void AddDashboards()
{
    var prometheus = builder.AddContainer("prometheus", "prom/prometheus", "v3.5.0")
        .WithVolume("archopt-prometheus", "/prometheus")
        .WithBindMount("../infra/prometheus", "/etc/prometheus", isReadOnly: true)
        .WithHttpEndpoint(targetPort: 9090)
        .WithHttpHealthCheck("/-/ready")
        .WaitFor(proposal);

    var grafana = builder.AddContainer("grafana", "grafana/grafana-oss", "12.1.0")
        .WithVolume("archopt-grafana", "/var/lib/grafana")
        .WithBindMount("../infra/grafana/provisioning", "/etc/grafana/provisioning", isReadOnly: true)
        .WithBindMount("../infra/grafana/dashboards", "/etc/grafana/dashboards", isReadOnly: true)
        .WithHttpEndpoint(targetPort: 3000)
        .WithHttpHealthCheck("/api/health")
        .WithEnvironment("GF_AUTH_ANONYMOUS_ENABLED", "true")
        .WithEnvironment("GF_AUTH_ANONYMOUS_ORG_ROLE", "Viewer")
        .WithEnvironment("ARCHOPT_DASHBOARDS", "/etc/grafana/dashboards")
        .WithEnvironment("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH", "/etc/grafana/dashboards/search.json")
        .WithEnvironment("PROMETHEUS_URL", prometheus.GetEndpoint("http"))
        .WaitFor(prometheus);
    FindServices(prometheus);
}

/// <summary>What only the full stack does (FullStack.Aspire.cs); the default build leaves these calls out.</summary>
internal partial class Program
{
    /// <summary>Whether a Helm chart is being written.</summary>
    private static bool IsChart(IDistributedApplicationBuilder builder) =>
        builder.ExecutionContext.IsPublishMode && builder.Configuration.GetValue<string?>("target") == "kubernetes";

    /// <summary>Adds what <c>aspire publish</c> writes for: Compose, or Kubernetes with <c>--target kubernetes</c>.</summary>
    static partial void AddPublishTarget(IDistributedApplicationBuilder builder);

    /// <summary>Readies a service for a network: it asks for an API key there, and has so many replicas.</summary>
    static partial void Publish(IResourceBuilder<ProjectResource> service, int replicas);

    /// <summary>Lets a Prometheus in a container scrape a service of this machine.</summary>
    static partial void ShowFigures(IResourceBuilder<ProjectResource> service, int port);

    /// <summary>Lets Prometheus find services of this machine by the name <c>host.docker.internal</c>, and published ones by their own.</summary>
    static partial void FindServices(IResourceBuilder<ContainerResource> prometheus);
}
