using System.Collections.Immutable;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Cli.Showing;

/// <summary>What one configuration has otherwise than another, by path: <c>dropout=0.4 arch[1].width=128</c>.</summary>
internal static class ConfigurationChange
{
    /// <summary>A value that is only in <paramref name="from"/> is written <c>-n_heads</c>.</summary>
    public static string Text(Configuration from, Configuration to) => string.Join(' ', Parts("", from, to));

    private static IEnumerable<string> Parts(string prefix, Configuration from, Configuration to)
    {
        foreach (var (name, value) in to.Entries)
        {
            if (!from.TryGet(name, out var before)) yield return $"{prefix}{name}={ShortText.Value(value)}";
            else if (before == value) continue;
            else if (before.Kind == ParameterValueKind.List && value.Kind == ParameterValueKind.List)
            {
                foreach (var part in Lists($"{prefix}{name}", before.List, value.List)) yield return part;
            }
            else yield return $"{prefix}{name}={ShortText.Value(value)}";
        }

        foreach (var (name, _) in from.Entries)
        {
            if (!to.TryGet(name, out _)) yield return $"-{prefix}{name}";
        }
    }

    private static IEnumerable<string> Lists(string path, ImmutableArray<Configuration> from, ImmutableArray<Configuration> to)
    {
        if (from.Length != to.Length) return [$"len({path})={to.Length}"];
        return Enumerable.Range(0, to.Length).SelectMany(i => Parts($"{path}[{i}].", from[i], to[i]));
    }
}
