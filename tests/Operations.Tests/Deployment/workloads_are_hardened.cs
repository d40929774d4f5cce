namespace ArchOpt.Operations.Tests.Deployment;

public sealed class workloads_are_hardened
{
    public static TheoryData<string> Workloads => [.. Manifest.Workloads.Select(workload => $"{workload.Kind} {workload.Name}")];

    [Theory]
    [MemberData(nameof(Workloads))]
    public void none_runs_as_root_or_writes_to_its_image(string workload)
    {
        var manifest = Of(workload);
        manifest.Pod.Text("securityContext", "runAsNonRoot").ShouldBe("true");
        int.Parse(manifest.Pod.Text("securityContext", "runAsUser")!).ShouldBeGreaterThan(0);
        manifest.Pod.Text("securityContext", "seccompProfile", "type").ShouldBe("RuntimeDefault");
        manifest.Pod.Text("automountServiceAccountToken").ShouldBe("false");
        manifest.Pod.Text("enableServiceLinks").ShouldBe("false", "variables of services would be read as settings");
        manifest.Container.Text("securityContext", "allowPrivilegeEscalation").ShouldBe("false");
        manifest.Container.Text("securityContext", "readOnlyRootFilesystem").ShouldBe("true");
        manifest.Container.Items("securityContext", "capabilities", "drop").Select(item => item.ToString()).ShouldBe(["ALL"]);
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void each_says_what_it_needs_and_how_it_is(string workload)
    {
        var container = Of(workload).Container;
        container.Text("resources", "requests", "cpu").ShouldNotBeNullOrEmpty();
        container.Text("resources", "requests", "memory").ShouldNotBeNullOrEmpty();
        container.Text("resources", "limits", "memory").ShouldNotBeNullOrEmpty();
        var ports = container.Items("ports").Select(port => port.Text("name")).ToArray();
        foreach (var probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" })
        {
            container.At(probe).ShouldNotBeNull(probe);
            var asked = container.Text(probe, "httpGet", "port") ?? container.Text(probe, "tcpSocket", "port");
            if (asked is not null) ports.ShouldContain(asked);
            else container.Items(probe, "exec", "command").ShouldNotBeEmpty(probe);
        }
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void what_it_mounts_it_has(string workload)
    {
        var manifest = Of(workload);
        var volumes = manifest.Pod.Items("volumes").Select(volume => volume.Text("name"))
            .Concat(manifest.Node.Items("spec", "volumeClaimTemplates").Select(claim => claim.Text("metadata", "name")));
        manifest.Container.Items("volumeMounts").Select(mount => mount.Text("name")).Distinct().ShouldBe(volumes, ignoreOrder: true);
    }

    [Fact]
    public void every_image_has_a_tag_and_the_same_one_everywhere()
    {
        var images = Manifest.Workloads.ToDictionary(workload => workload.Name, workload => workload.Container.Text("image")!);
        foreach (var service in new[] { "proposal", "analysis", "evaluation" }) images[service].ShouldBe(Settings.Image(service));
        foreach (var (name, image) in images) image.ShouldBe(ComposeFile.Image(name));
        foreach (var overlay in Kustomization.All.SelectMany(kustomization => kustomization.Node.Items("images"))) overlay.Text("newTag").ShouldBe(Settings.Version);
        foreach (var service in Yaml.Load(".github/workflows/ci.yml")[0].Entries("jobs").SelectMany(job => job.Value.Entries("services")))
            images[service.Key].ShouldBe(service.Value.Text("image"));
    }

    [Fact]
    public void ours_run_as_their_images_user_on_their_images_port_and_show_figures()
    {
        foreach (var workload in Manifest.Workloads.Where(workload => workload.Container.Text("image")!.StartsWith("archopt-", StringComparison.Ordinal)))
        {
            workload.Pod.Text("securityContext", "runAsUser").ShouldBe(Settings.User);
            var ports = workload.Container.Items("ports").Select(port => port.Text("containerPort"));
            ports.ShouldBe(workload.Name == "evaluation" ? [Settings.MetricsPort] : [Settings.Port, Settings.MetricsPort]);
            workload.Environment["Metrics__Urls"].ShouldBe($"http://*:{Settings.MetricsPort}");
            workload.Container.Text("livenessProbe", "httpGet", "path").ShouldBe("/alive");
            workload.Container.Text("readinessProbe", "httpGet", "path").ShouldBe("/health");
        }
    }

    private static Manifest Of(string workload) => Manifest.Of(workload.Split(' ')[0], workload.Split(' ')[1]);
}
