using System.Security.Cryptography;
using ArchOpt.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace ArchOpt.Storage.Tests.Sqlite;

public sealed class an_unusable_store_is_refused_and_not_touched : IDisposable
{
    private const int PageSize = 4096;

    private readonly TemporaryDirectory directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_that_is_no_database()
    {
        await File.WriteAllTextAsync(directory.Database, new string('x', 10_000), Cancel);
        await ShouldBeRefusedAsync("damaged");
    }

    [Fact]
    public async Task A_file_that_is_shorter_than_a_header()
    {
        await File.WriteAllTextAsync(directory.Database, "SQLite format 3\0", Cancel);
        await ShouldBeRefusedAsync("damaged");
    }

    [Fact]
    public async Task A_file_that_lost_its_end()
    {
        await FillAsync();
        Damage(file => file.SetLength(file.Length / 2 / PageSize * PageSize));
        await ShouldBeRefusedAsync("damaged");
    }

    [Fact]
    public async Task A_file_with_a_torn_header()
    {
        await FillAsync();
        Damage(file => file.Write(new byte[60]));
        await ShouldBeRefusedAsync("damaged");
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.9)]
    public async Task A_file_with_a_page_of_noise(double place)
    {
        await FillAsync();
        Damage(file =>
        {
            file.Position = (long)(file.Length * place) / PageSize * PageSize;
            var noise = new byte[PageSize];
            Array.Fill(noise, (byte)0xA5);
            file.Write(noise);
        });
        await ShouldBeRefusedAsync("damaged");
    }

    [Fact]
    public async Task A_damaged_file_whose_last_user_crashed()
    {
        await FillAsync();
        await using (var store = new SqliteStudyStore(directory.Path, TimeProvider.System))
        {
            await store.OpenAsync(Cancel);
            await store.TryCreateStudyAsync(Samples.Study("late"), Cancel);
            // What a crash leaves: the log was not yet moved into the file.
            File.Copy(directory.Database + "-wal", directory.Database + "-saved");
        }

        File.Move(directory.Database + "-saved", directory.Database + "-wal", overwrite: true);
        Damage(file =>
        {
            file.Position = 20 * PageSize;
            file.Write(new byte[10 * PageSize]);
        });
        await ShouldBeRefusedAsync("damaged", otherFilesMayAppear: true);
    }

    [Fact]
    public async Task The_database_of_another_program()
    {
        ExecuteRaw("CREATE TABLE songs (title TEXT); INSERT INTO songs VALUES ('Blue Train');");
        await ShouldBeRefusedAsync("another program");
    }

    [Fact]
    public async Task A_store_of_a_newer_schema_with_both_versions_named()
    {
        await FillAsync();
        ExecuteRaw("PRAGMA user_version = 9;");
        await ShouldBeRefusedAsync("schema version 9", $"up to {SqliteSchema.Version}");
    }

    [Fact]
    public async Task A_directory_that_is_a_file()
    {
        await File.WriteAllTextAsync(directory.Database, "not a directory", Cancel);
        await using var inside = new SqliteStudyStore(Path.Combine(directory.Database, "store"), TimeProvider.System);
        (await Should.ThrowAsync<StoreUnusableException>(() => inside.OpenAsync(Cancel))).Message.ShouldContain(directory.Database);
        await using var itself = new SqliteStudyStore(directory.Database, TimeProvider.System);
        (await Should.ThrowAsync<StoreUnusableException>(() => itself.OpenAsync(Cancel))).Message.ShouldContain("is a file");
        (await File.ReadAllTextAsync(directory.Database, Cancel)).ShouldBe("not a directory");
    }

    [Fact]
    public async Task A_directory_that_may_not_be_written_to()
    {
        // Nobody may create files there, root included; an ordinary read-only directory would not stop root.
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc, where nobody may create files");
        await using var store = new SqliteStudyStore("/proc/archopt", TimeProvider.System);
        (await Should.ThrowAsync<StoreUnusableException>(() => store.OpenAsync(Cancel))).Message.ShouldContain("/proc/archopt");
    }

    [Fact]
    public async Task A_read_only_directory()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "permissions do not bind an administrator");
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(directory.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            await using var store = new SqliteStudyStore(directory.Path, TimeProvider.System);
            (await Should.ThrowAsync<StoreUnusableException>(() => store.OpenAsync(Cancel))).Message.ShouldContain(directory.Path);
        }
        finally
        {
            File.SetUnixFileMode(directory.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task A_document_that_somebody_spoilt_is_reported_with_its_trial_when_it_is_read()
    {
        await FillAsync();
        ExecuteRaw("UPDATE trials SET document = '{\"nonsense\":1}' WHERE number = 7;");
        await using var store = new SqliteStudyStore(directory.Path, TimeProvider.System);
        await store.OpenAsync(Cancel);
        var error = await Should.ThrowAsync<StoreUnusableException>(() => store.FindTrialAsync(Samples.Study().Id, 7, Cancel));
        error.Message.ShouldContain("trial 7");
        error.Message.ShouldContain(directory.Database);
        (await store.FindTrialAsync(Samples.Study().Id, 8, Cancel)).ShouldNotBeNull();
    }

    [Fact]
    public async Task An_empty_file_is_a_new_store()
    {
        await File.WriteAllBytesAsync(directory.Database, [], Cancel);
        await using var store = new SqliteStudyStore(directory.Path, TimeProvider.System);
        await store.OpenAsync(Cancel);
        (await store.ListStudiesAsync(Cancel)).ShouldBeEmpty();
    }

    public void Dispose() => directory.Dispose();

    /// <summary>A closed store with a few hundred trials.</summary>
    private async Task FillAsync()
    {
        var study = Samples.Study();
        await using var store = new SqliteStudyStore(directory.Path, TimeProvider.System);
        await store.OpenAsync(Cancel);
        await store.TryCreateStudyAsync(study, Cancel);
        for (var first = 0; first < 600; first += 100)
        {
            var trials = Enumerable.Range(first, 100).Select(n => Samples.Proposed(study, n)).ToList();
            await store.WriteAsync(study.Id, [.. trials.Select(t => new TrialWrite.Insert(t))], Cancel);
            await store.WriteAsync(study.Id, [.. trials.Select(t => new TrialWrite.Replace(Samples.Completed(t, t.Number + 1)))], Cancel);
        }
    }

    private void Damage(Action<FileStream> damage)
    {
        using var file = new FileStream(directory.Database, FileMode.Open);
        damage(file);
    }

    private void ExecuteRaw(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={directory.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this test
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private async Task ShouldBeRefusedAsync(string says, string alsoSays = "", bool otherFilesMayAppear = false)
    {
        var before = await StateAsync();
        var files = Directory.GetFiles(directory.Path);
        await using (var store = new SqliteStudyStore(directory.Path, TimeProvider.System))
        {
            var error = await Should.ThrowAsync<StoreUnusableException>(() => store.OpenAsync(Cancel));
            error.Message.ShouldContain(directory.Database);
            error.Message.ShouldContain(says);
            error.Message.ShouldContain(alsoSays);
        }

        (await StateAsync()).ShouldBe(before);
        if (!otherFilesMayAppear) Directory.GetFiles(directory.Path).ShouldBe(files, ignoreOrder: true);
    }

    private async Task<(string Digest, DateTime Written)> StateAsync() =>
        (Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(directory.Database, Cancel))), File.GetLastWriteTimeUtc(directory.Database));
}
