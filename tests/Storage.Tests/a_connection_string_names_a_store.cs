using ArchOpt.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ArchOpt.Storage.Tests;

public sealed class a_connection_string_names_a_store : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("plain")]
    [InlineData("a/deep/er one")]
    [InlineData("odd # ? % & ; = ' \" 探索")]
    public async Task Sqlite_and_a_directory_of_any_name_that_is_created(string name)
    {
        var path = Path.Combine(directory.Path, name);
        for (var round = 0; round < 2; round++) // created, then found
        {
            await using var store = await StudyStores.OpenAsync("sqlite:" + path, TimeProvider.System, logger: null, Cancel);
            (await store.TryCreateStudyAsync(Samples.Study(), Cancel)).ShouldBe(round == 0);
        }

        File.Exists(Path.Combine(path, SqliteFile.Name)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_relative_directory_counts_from_the_working_directory()
    {
        await using var store = StudyStores.Create("sqlite:" + Path.GetRelativePath(Environment.CurrentDirectory, directory.Path), TimeProvider.System);
        await store.OpenAsync(Cancel);
        File.Exists(directory.Database).ShouldBeTrue();
    }

    [Theory]
    [InlineData("", "no scheme")]
    [InlineData(".archopt", "no scheme")]
    [InlineData("sqlite:", "names no directory")]
    [InlineData("sqlite:  ", "names no directory")]
    [InlineData("postgres://host", "unknown scheme 'postgres'")]
    public void Anything_else_is_refused_with_what_to_write(string connectionString, string says)
    {
        var error = Should.Throw<StoreUnusableException>(() => StudyStores.Create(connectionString, TimeProvider.System));
        error.Message.ShouldContain(says);
        error.Message.ShouldContain("sqlite:DIRECTORY");
    }

    [Fact]
    public async Task A_host_has_one_store_that_is_open_before_its_services_start()
    {
        var builder = Host(("ConnectionStrings:archopt", "sqlite:" + directory.Path));
        builder.Services.AddHostedService<EarlyReader>();
        builder.AddStudyStore();
        builder.AddStudyStore();
        var host = builder.Build();
        await using var _ = (IAsyncDisposable)host;
        await host.StartAsync(Cancel);
        host.Services.GetServices<IStudyStore>().Count().ShouldBe(1);
        host.Services.GetServices<IHostedService>().OfType<EarlyReader>().Single().Studies.ShouldBe(0);
        await host.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_host_whose_store_cannot_be_used_ends_with_its_exit_code()
    {
        await File.WriteAllTextAsync(directory.Database, "this is not a database, and it is longer than a header is", Cancel);
        var host = Host(("ConnectionStrings:archopt", "sqlite:" + directory.Path)).AddStudyStoreAndBuild();
        await using var _ = (IAsyncDisposable)host;
        (await host.RunOverStoreAsync()).ShouldBe(StudyStoreRegistration.UnusableExitCode);
    }

    [Fact]
    public async Task A_host_without_a_connection_string_ends_with_its_exit_code()
    {
        var host = Host().AddStudyStoreAndBuild();
        await using var _ = (IAsyncDisposable)host;
        (await host.RunOverStoreAsync()).ShouldBe(StudyStoreRegistration.UnusableExitCode);
    }

    public void Dispose() => directory.Dispose();

    private static HostApplicationBuilder Host(params (string Key, string Value)[] settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        return builder;
    }

    private sealed class EarlyReader(IStudyStore store) : IHostedService
    {
        public int? Studies { get; private set; }

        public async Task StartAsync(CancellationToken cancellationToken) => Studies = (await store.ListStudiesAsync(cancellationToken)).Length;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

internal static class HostApplicationBuilderExtensions
{
    public static IHost AddStudyStoreAndBuild(this HostApplicationBuilder builder)
    {
        builder.AddStudyStore();
        return builder.Build();
    }
}
