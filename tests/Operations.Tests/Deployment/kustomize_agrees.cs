using System.ComponentModel;
using System.Diagnostics;

namespace ArchOpt.Operations.Tests.Deployment;

/// <summary>What kustomize makes of the overlays, where kubectl is installed; the workflow renders them in any case.</summary>
public sealed class kustomize_agrees : IDisposable
{
    private const string Everything = """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        namespace: archopt
        resources: [../../base]
        components:
          - ../../components/servers
          - ../../components/monitoring
          - ../../components/keda
          - ../../components/gpu
          - ../../components/gpu-scaling
          - ../../components/shared-work
        """;

    private readonly DirectoryInfo copy = Directory.CreateTempSubdirectory("archopt-kustomize-");

    public kustomize_agrees() => CopyTo(new(Testing.Repository.PathOf("infra")), copy.CreateSubdirectory("infra"));

    private string Overlays => Path.Combine(copy.FullName, "infra", "kubernetes", "overlays");

    public void Dispose() => copy.Delete(recursive: true);

    [Fact]
    public async Task on_everything_in_the_cluster()
    {
        (await RunAsync(Path.Combine(copy.FullName, "infra", "make-secrets.sh"), Path.Combine(Overlays, "small", "secrets"))).Code.ShouldBe(0);
        var rendered = await RenderAsync("small");
        rendered.ShouldContain("kind: StatefulSet");
        rendered.ShouldContain("secretName: proposal-secrets-"); // a new secret starts new pods
    }

    [Fact]
    public async Task on_servers_of_ones_own()
    {
        var rendered = await RenderAsync("production");
        rendered.ShouldNotContain("kind: StatefulSet");
        rendered.ShouldContain("port: 5671");
        rendered.ShouldContain("claimName: work");
    }

    [Fact]
    public async Task on_all_components_together()
    {
        Directory.CreateDirectory(Path.Combine(Overlays, "everything"));
        await File.WriteAllTextAsync(Path.Combine(Overlays, "everything", "kustomization.yaml"), Everything, TestContext.Current.CancellationToken);
        var rendered = await RenderAsync("everything");
        rendered.Split('\n').Count(line => line == "  name: evaluation-gpu").ShouldBe(3, "a deployment, a disruption budget, a scaled object");
        rendered.ShouldContain("nvidia.com/gpu: \"1\"");
        rendered.ShouldNotContain("emptyDir: null");
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }

    private static void CopyTo(DirectoryInfo from, DirectoryInfo to)
    {
        foreach (var file in from.GetFiles()) file.CopyTo(Path.Combine(to.FullName, file.Name));
        foreach (var folder in from.GetDirectories().Where(folder => folder.Name != "secrets")) CopyTo(folder, to.CreateSubdirectory(folder.Name));
    }

    private async Task<string> RenderAsync(string overlay)
    {
        try
        {
            var (code, rendered) = await RunAsync("kubectl", "kustomize", Path.Combine(Overlays, overlay));
            code.ShouldBe(0);
            return rendered;
        }
        catch (Win32Exception)
        {
            Assert.Skip("kubectl is not installed.");
            throw; // not reached: skipping throws
        }
    }
}
