namespace ArchOpt.Architecture.Tests;

public sealed class the_mathematics_is_pure
{
    private static readonly string[] Pure = ["Search", "Insight", "Studies"];

    private static readonly string[] ForbiddenTypes =
    [
        "System.IO.File", "System.IO.FileStream", "System.IO.FileInfo", "System.IO.Directory", "System.IO.DirectoryInfo",
        "System.Random", "System.Environment", "System.Console", "System.Threading.Thread", "System.Threading.Timer",
        "System.Threading.ThreadPool", "System.Diagnostics.Process", "System.Diagnostics.Stopwatch", "System.TimeProvider",
    ];

    private static readonly string[] ForbiddenMembers =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today", "System.DateTimeOffset.get_Now",
        "System.DateTimeOffset.get_UtcNow", "System.Guid.NewGuid", "System.Guid.CreateVersion7", "System.Threading.Tasks.Task.Delay", "System.Threading.Tasks.Task.Run",
        "System.Security.Cryptography.RandomNumberGenerator.GetBytes", "System.Security.Cryptography.RandomNumberGenerator.Fill",
    ];

    // The compiler writes Environment.CurrentManagedThreadId into every iterator; no source of ours can be told from it, and it decides no result.
    private static readonly string[] WrittenByTheCompiler = ["System.Environment.get_CurrentManagedThreadId"];

    private static readonly string[] ForbiddenAssemblies =
        ["MassTransit", "RabbitMQ.", "Microsoft.AspNetCore.", "Microsoft.Data.", "Microsoft.Extensions.", "System.Net.", "MongoDB."];

    [Fact]
    public void it_reads_no_file_no_clock_no_chance_and_starts_no_thread() => PureAssemblies()
        .SelectMany(assembly => Forbidden(assembly).Select(use => $"{assembly.Name} uses {use}"))
        .ShouldBeEmpty();

    [Fact]
    public void it_knows_no_messages_no_web_and_no_store() => PureAssemblies()
        .SelectMany(assembly => assembly.References
            .Where(reference => ForbiddenAssemblies.Any(prefix => reference.StartsWith(prefix, StringComparison.Ordinal)))
            .Select(reference => $"{assembly.Name} refers to {reference}"))
        .ShouldBeEmpty();

    [Fact]
    public void and_the_scan_sees_what_it_forbids()
    {
        var self = new CompiledAssembly("self", typeof(the_mathematics_is_pure).Assembly.Location);
        Forbidden(self).ShouldContain("System.IO.File.Exists", "this test project reads files, so a scan that finds none is blind");
    }

    private static IEnumerable<CompiledAssembly> PureAssemblies()
    {
        var assemblies = House.Assemblies().Where(assembly => Pure.Contains(assembly.Name)).ToList();
        assemblies.Count.ShouldBeGreaterThanOrEqualTo(2);
        return assemblies;
    }

    private static IEnumerable<string> Forbidden(CompiledAssembly assembly) => assembly.UsedMembers
        .Where(member => ForbiddenMembers.Contains(member) || ForbiddenTypes.Contains(member[..member.LastIndexOf('.')].TrimEnd('.')))
        .Except(WrittenByTheCompiler)
        .Distinct();
}
