using System.Net;
using System.Net.Sockets;
using ArchOpt.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Builder;

namespace ArchOpt.ServiceDefaults.Tests;

public sealed class figures_have_an_address_of_their_own
{
    [Theory]
    [InlineData("/metrics", HttpStatusCode.OK)]
    [InlineData("/health", HttpStatusCode.OK)]
    [InlineData("/alive", HttpStatusCode.OK)]
    [InlineData("/fine", HttpStatusCode.NotFound)]
    [InlineData("/openapi/v1.json", HttpStatusCode.NotFound)]
    [InlineData("/metrics/../fine", HttpStatusCode.NotFound)]
    public async Task there_is_no_key_asked_for_and_nothing_else(string route, HttpStatusCode expected) => await RunAsync(async (_, figures) =>
    {
        using var answer = await figures.GetAsync(new Uri(route, UriKind.Relative), TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(expected);
    });

    [Fact]
    public async Task nothing_is_changed_there() => await RunAsync(async (_, figures) =>
    {
        using var answer = await figures.PostAsync(new Uri("/metrics", UriKind.Relative), null, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    });

    [Fact]
    public async Task the_service_itself_goes_on_asking_for_a_key() => await RunAsync(async (service, _) =>
    {
        using var answer = await service.GetAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    });

    [Theory]
    [InlineData("http://127.0.0.1:0", "must name a port")]
    [InlineData("9464", "Metrics:Urls: must be addresses")]
    [InlineData("http://*:5080", "a port of its own")]
    public void a_wrong_address_is_refused(string urls, string rule)
    {
        var refusal = Should.Throw<WrongConfigurationException>(() => new MetricsListener(KeySettings.Of(("Metrics:Urls", urls), ("urls", "http://127.0.0.1:5080"))));
        refusal.Message.ShouldStartWith("Metrics:Urls: ");
        refusal.Message.ShouldContain(rule);
    }

    [Fact]
    public void endpoints_that_would_hide_it_are_refused() => Should
        .Throw<WrongConfigurationException>(() => new MetricsListener(KeySettings.Of(("Metrics:Urls", "http://*:9464"), ("Kestrel:Endpoints:Http:Url", "http://*:5080"))))
        .Message.ShouldContain("Kestrel:Endpoints");

    private static async Task RunAsync(Func<HttpClient, HttpClient, Task> check)
    {
        var (own, figures) = (FreePort(), FreePort());
        string[] arguments = [$"--urls=http://127.0.0.1:{own}", $"--Metrics:Urls=http://127.0.0.1:{figures}", $"--ApiKeys:0={KeySettings.Hash("k")}"];
        var code = await ServiceProgram.RunAsync(arguments, port: 0, _ => { }, app => app.MapGet("/fine", () => "fine"), async app =>
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            using var service = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{own}") };
            using var metrics = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{figures}") };
            await check(service, metrics);
            await app.StopAsync(TestContext.Current.CancellationToken);
            return 0;
        });
        code.ShouldBe(0);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
