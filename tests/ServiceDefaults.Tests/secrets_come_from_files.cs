using ArchOpt.ServiceDefaults.Hosting;
using ArchOpt.ServiceDefaults.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace ArchOpt.ServiceDefaults.Tests;

public sealed class secrets_come_from_files : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("archopt-secrets-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void a_files_name_is_the_key_and_its_text_the_value()
    {
        Write("ConnectionStrings__archopt", "mongodb://proposal:secret@mongodb/archopt");
        Write("ConnectionStrings__messaging", "amqp://proposal:secret@rabbitmq/\n"); // as an editor ends a file
        Write("ApiKeys__0", KeySettings.Hash("key"));
        var configuration = Configuration();
        configuration.GetConnectionString("archopt").ShouldBe("mongodb://proposal:secret@mongodb/archopt");
        configuration.GetConnectionString("messaging").ShouldBe("amqp://proposal:secret@rabbitmq/");
        new ApiKeys(configuration).Accepts("key").ShouldBeTrue();
    }

    /// <summary>Each file a link through the link <c>..data</c>, which is exchanged when the secret changes.</summary>
    [Fact]
    public void a_secret_as_kubernetes_mounts_it_is_read()
    {
        Directory.CreateDirectory(Path.Combine(directory, "..2026_11_22"));
        File.WriteAllText(Path.Combine(directory, "..2026_11_22", "ConnectionStrings__messaging"), "amqp://rabbitmq");
        Directory.CreateSymbolicLink(Path.Combine(directory, "..data"), "..2026_11_22");
        File.CreateSymbolicLink(Path.Combine(directory, "ConnectionStrings__messaging"), "..data/ConnectionStrings__messaging");
        Configuration().GetConnectionString("messaging").ShouldBe("amqp://rabbitmq");
    }

    [Fact]
    public void what_the_command_line_says_comes_first()
    {
        Write("ConnectionStrings__messaging", "amqp://secret");
        Configuration("--ConnectionStrings:messaging=amqp://said").GetConnectionString("messaging").ShouldBe("amqp://said");
    }

    [Fact]
    public async Task a_program_whose_only_key_is_a_secret_may_listen_anywhere()
    {
        string[] arguments = ["--urls=http://0.0.0.0:0", $"--{SecretFiles.DirectoryKey}={directory}"];
        (await RunAsync(arguments)).ShouldBe(2, "no key yet");
        Write("ApiKeys__0", KeySettings.Hash("key"));
        (await RunAsync(arguments)).ShouldBe(0);
    }

    [Fact]
    public async Task a_directory_that_is_named_must_be_there() =>
        (await RunAsync([$"--{SecretFiles.DirectoryKey}={Path.Combine(directory, "missing")}"])).ShouldBe(2);

    private static Task<int> RunAsync(string[] arguments) => ServiceProgram.RunAsync(arguments, port: 0, _ => { }, _ => { }, _ => Task.FromResult(0));

    private ConfigurationManager Configuration(params string[] arguments)
    {
        var builder = WebApplication.CreateBuilder([.. arguments, $"--{SecretFiles.DirectoryKey}={directory}"]);
        builder.Configuration.AddSecretFiles();
        return builder.Configuration;
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(directory, name), text);
}
