using System.Net;
using System.Net.Sockets;
using ArchOpt.ServiceDefaults.Hosting;

namespace ArchOpt.ServiceDefaults.Tests;

public sealed class only_loopback_is_served_without_keys
{
    [Theory]
    [InlineData("urls", "http://127.0.0.1:5080")]
    [InlineData("urls", "http://localhost:5080;https://[::1]:5081")]
    [InlineData("urls", "http://LOCALHOST:5080/")]
    [InlineData("urls", "http://127.1.2.3:1")]
    [InlineData("urls", "http://unix:/run/archopt.sock")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://127.0.0.1:5080")]
    [InlineData("somewhere", "else")]
    public void loopback_needs_no_key(string key, string value) =>
        Should.NotThrow(() => ListeningRule.Check(KeySettings.Of((key, value)), KeySettings.Keys()));

    [Theory]
    [InlineData("urls", "http://0.0.0.0:5080")]
    [InlineData("urls", "http://[::]:5080")]
    [InlineData("urls", "http://*:5080")]
    [InlineData("urls", "http://+:5080")]
    [InlineData("urls", "http://192.168.1.5:5080")]
    [InlineData("urls", "http://proposal:5080")]
    [InlineData("urls", "http://127.0.0.1:5080; http://10.0.0.1:5080")]
    [InlineData("http_ports", "8080")]
    [InlineData("https_ports", "8443")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://*:5080")]
    public void anything_else_needs_one(string key, string value)
    {
        var configuration = KeySettings.Of((key, value));
        var refusal = Should.Throw<WrongConfigurationException>(() => ListeningRule.Check(configuration, KeySettings.Keys()));
        refusal.Message.ShouldStartWith("ApiKeys:0: ");
        refusal.Message.ShouldNotContain('\n');
        Should.NotThrow(() => ListeningRule.Check(configuration, KeySettings.Keys("a key")));
    }

    [Fact]
    public void only_the_open_addresses_are_named()
    {
        var configuration = KeySettings.Of(("urls", "http://10.0.0.1:1;http://127.0.0.1:2"));
        var refusal = Should.Throw<WrongConfigurationException>(() => ListeningRule.Check(configuration, KeySettings.Keys()));
        refusal.Message.ShouldContain("http://10.0.0.1:1");
        refusal.Message.ShouldNotContain("http://127.0.0.1:2");
    }

    [Fact]
    public void what_is_no_address_is_refused() =>
        Should.Throw<WrongConfigurationException>(() => ListeningRule.Check(KeySettings.Of(("urls", "5080")), KeySettings.Keys())).Message.ShouldContain("5080");

    [Theory]
    [InlineData("--urls=http://0.0.0.0:0")]
    [InlineData("--urls=http://0.0.0.0:0", "--ApiKeys:0=not-a-hash")]
    [InlineData("--ConnectionStrings:messaging=http://rabbit")]
    public async Task a_program_so_configured_ends_with_code_2_before_it_listens(params string[] arguments)
    {
        var ran = false;
        var code = await ServiceProgram.RunAsync(arguments, port: 0, _ => { }, _ => { }, _ =>
        {
            ran = true;
            return Task.FromResult(0);
        });
        code.ShouldBe(2);
        ran.ShouldBeFalse();
    }

    [Fact]
    public async Task a_port_that_is_taken_ends_a_program_with_code_2()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        (await ServiceProgram.RunAsync([], port, _ => { }, _ => { })).ShouldBe(2);
    }

    [Theory]
    [InlineData("--urls=http://0.0.0.0:0")]
    [InlineData("--urls=http://127.0.0.1:0")]
    public async Task with_a_key_a_program_runs_wherever_it_is_told(string urls)
    {
        var code = await ServiceProgram.RunAsync([urls, $"--ApiKeys:0={KeySettings.Hash("k")}"], port: 0, _ => { }, _ => { }, async app =>
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            app.Urls.ShouldHaveSingleItem();
            await app.StopAsync(TestContext.Current.CancellationToken);
            return 0;
        });
        code.ShouldBe(0);
    }
}
