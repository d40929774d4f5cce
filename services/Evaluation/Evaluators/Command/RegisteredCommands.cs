using System.Collections.Immutable;
using System.Text.Json;

namespace ArchOpt.Evaluation.Evaluators.Command;

/// <summary>
/// The commands that this worker may run: <c>Evaluation:Commands:&lt;name&gt;</c> of its configuration, and the files that
/// <c>Evaluation:CommandFiles</c> lists, each <c>{"commands": {"name": {...}}}</c>. A name in the configuration wins over
/// the same name in a file; two files must not have the same. Immutable.
/// </summary>
public sealed class RegisteredCommands
{
    private readonly ImmutableSortedDictionary<string, CommandRegistration> commands;

    private RegisteredCommands(ImmutableSortedDictionary<string, CommandRegistration> commands) => this.commands = commands;

    public static RegisteredCommands None { get; } = new(ImmutableSortedDictionary<string, CommandRegistration>.Empty);

    /// <summary>In ordinal order.</summary>
    public ImmutableArray<string> Names => [.. commands.Keys];

    internal IEnumerable<CommandRegistration> All => commands.Values;

    internal CommandRegistration? Find(string name) => commands.GetValueOrDefault(name);

    /// <param name="section">The section whose children are commands; relative paths in it start at the working directory.</param>
    /// <param name="files">Paths of files of commands; relative paths in them start at the file's folder.</param>
    /// <param name="mistakes">Receives one line for each mistake, naming section or file, key, rule and value.</param>
    internal static RegisteredCommands Read(IConfigurationSection section, IEnumerable<string> files, List<string> mistakes)
    {
        var found = ImmutableSortedDictionary.CreateBuilder<string, CommandRegistration>(StringComparer.Ordinal);
        var origins = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal))
        {
            if (Open(file, mistakes) is not { } content) continue;
            foreach (var child in content.GetChildren().Where(child => !child.Key.Equals("commands", StringComparison.OrdinalIgnoreCase)))
                mistakes.Add($"{file}:{child.Key}: unknown key (must be commands)");
            foreach (var command in content.GetSection("commands").GetChildren())
            {
                if (!origins.TryAdd(command.Key, file)) mistakes.Add($"{file}:commands:{command.Key}: is registered in {origins[command.Key]} as well.");
                else Add(found, command, $"{file}:commands:{command.Key}", Path.GetDirectoryName(file)!, mistakes);
            }
        }

        foreach (var command in section.GetChildren())
            Add(found, command, command.Path, Environment.CurrentDirectory, mistakes);
        return new(found.ToImmutable());
    }

    private static void Add(
        ImmutableSortedDictionary<string, CommandRegistration>.Builder found, IConfigurationSection command, string where, string folder, List<string> mistakes)
    {
        if (!CommandSettings.IsName(command.Key))
            mistakes.Add($"{where}: a command's name must be {CommandSettings.NameRule} (was '{command.Key}').");
        found[command.Key] = RegistrationReader.Read(command.Key, new(command, where, mistakes), folder);
    }

    private static IConfigurationRoot? Open(string file, List<string> mistakes)
    {
        try
        {
            using var content = File.OpenRead(file);
            return new ConfigurationBuilder().AddJsonStream(content).Build();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            mistakes.Add($"{file}: cannot be read: {e.Message}");
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            mistakes.Add($"{file}: is not JSON: {(e.InnerException ?? e).Message.ReplaceLineEndings(" ")}");
        }

        return null;
    }
}
