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

var brokerUser = builder.AddParameter("messaging-user", "archopt");
var brokerPassword = builder.AddParameter(
    "messaging-password", new GenerateParameterDefault { MinLength = 24, Special = false }, secret: true, persist: true);
var messaging = builder.AddRabbitMQ("messaging", brokerUser, brokerPassword)
    .WithManagementPlugin()
    .WithDataVolume();

var store = builder.AddMongoDB("mongo")
    .WithDataVolume()
    .AddDatabase("archopt");

var proposal = builder.AddProject<Projects.Proposal>("proposal")
    .WithHttpEndpoint(port: port)
    .WithHttpHealthCheck("/health")
    .WithReference(messaging).WaitFor(messaging)
    .WithReference(store).WaitFor(store);

var analysis = builder.AddProject<Projects.Analysis>("analysis")
    .WithHttpEndpoint(port: port + 1)
    .WithHttpHealthCheck("/health")
    .WithReference(messaging).WaitFor(messaging)
    .WithReference(store).WaitFor(store)
    .WithReference(proposal).WaitFor(proposal);

// Proposal tells its clients where Analysis is. It does not wait for it.
proposal.WithReference(analysis);

if (study is not null)
{
    proposal.WithEnvironment("Proposal__Study", Path.GetFullPath(study));
}
else if (!idle)
{
    // Only an empty store gets the tour; whoever has studies already is not given another.
    proposal
        .WithEnvironment("Proposal__Study", Path.GetFullPath("../studies/quickstart.yaml", builder.AppHostDirectory))
        .WithEnvironment("Proposal__StudyWhenEmpty", "true");
}

// One resource per worker instead of replicas: each has a name of its own, and its own metrics endpoint.
for (var worker = 0; worker < evaluators; worker++)
{
    var name = "evaluation-" + (worker + 1).ToString(CultureInfo.InvariantCulture);
    builder.AddProject<Projects.Evaluation>(name)
        .WithHttpEndpoint(port: firstEvaluatorPort + worker)
        .WithHttpHealthCheck("/health")
        .WithEnvironment("Evaluation__Worker", name)
        .WithEnvironment("Evaluation__CommandFiles__0", commands)
        .WithEnvironment("Evaluation__WorkDirectory", Path.Combine(data, "work"))
        .WithReference(messaging).WaitFor(messaging)
        .WithReference(proposal).WaitFor(proposal);
}

var prometheus = builder.AddContainer("prometheus", "prom/prometheus", "v3.5.0")
    .WithVolume("archopt-prometheus", "/prometheus")
    .WithHttpEndpoint(targetPort: 9090)
    .WithHttpHealthCheck("/-/ready")
    .WaitFor(proposal);

var grafana = builder.AddContainer("grafana", "grafana/grafana-oss", "12.1.0")
    .WithVolume("archopt-grafana", "/var/lib/grafana")
    .WithHttpEndpoint(targetPort: 3000)
    .WithHttpHealthCheck("/api/health")
    .WithEnvironment("GF_AUTH_ANONYMOUS_ENABLED", "true")
    .WithEnvironment("GF_AUTH_ANONYMOUS_ORG_ROLE", "Viewer")
    .WithEnvironment("ARCHOPT_DASHBOARDS", "/etc/grafana/dashboards")
    .WithEnvironment("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH", "/etc/grafana/dashboards/search.json")
    .WithEnvironment("PROMETHEUS_URL", prometheus.GetEndpoint("http"))
    .WaitFor(prometheus);

if (builder.ExecutionContext.IsRunMode)
{
    // A publisher cannot carry files of this machine along.
    messaging.WithBindMount("../infra/rabbitmq/rabbitmq.conf", "/etc/rabbitmq/conf.d/50-archopt.conf", isReadOnly: true);
    prometheus.WithBindMount("../infra/prometheus", "/etc/prometheus", isReadOnly: true);
    grafana.WithBindMount("../infra/grafana/provisioning", "/etc/grafana/provisioning", isReadOnly: true);
    grafana.WithBindMount("../infra/grafana/dashboards", "/etc/grafana/dashboards", isReadOnly: true);
}

builder.Build().Run();
