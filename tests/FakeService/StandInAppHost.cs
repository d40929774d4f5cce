using Aspire.Hosting;

namespace ArchOpt.FakeService;

/// <summary>This program itself, as a project of a topology.</summary>
internal sealed class StandInProject : IBuiltProject
{
    public string ProjectPath => Path.ChangeExtension(TargetPath, ".csproj");

    public string TargetPath => typeof(StandInProject).Assembly.Location;
}

/// <summary>A small topology of fake services around the real broker, run by the real AppHost code.</summary>
internal static class StandInAppHost
{
    internal static void Run(string[] args)
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = args, SingleProcess = new StandInProject() });
        var port = builder.Configuration.GetValue("port", 5080);
        var store = builder.AddMongoDB("mongo").AddDatabase("archopt");
        var proposal = builder.AddProject<StandInProject>("proposal")
            .WithHttpEndpoint(port: port)
            .WithUrlForEndpoint("http", url => url.Url = "/console")
            .WithHttpHealthCheck("/health")
            .WithReference(store);
        if (builder.Configuration.GetValue("Fake:Broker", true))
        {
            var messaging = builder.AddRabbitMQ("messaging").WithManagementPlugin();
            proposal.WithReference(messaging).WaitFor(messaging);
        }

        for (var worker = 1; worker <= builder.Configuration.GetValue("evaluators", 2); worker++)
        {
            builder.AddProject<StandInProject>($"evaluation-{worker}")
                .WithHttpEndpoint()
                .WithHttpHealthCheck("/health")
                .WithReference(proposal).WaitFor(proposal);
        }

        builder.AddContainer("prometheus", "prom/prometheus", "v3.5.0")
            .WithHttpEndpoint(targetPort: 9090)
            .WithHttpHealthCheck("/-/ready")
            .WaitFor(proposal);
        builder.Build().Run();
    }
}
