using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace ArchOpt.Search.Configurations;

/// <summary>
/// One point of a search space: an immutable map from parameter name to value. Inactive conditional parameters are
/// absent. Names are kept in ordinal order, so equal configurations have one canonical JSON text and one hash,
/// whoever wrote them and in whatever order.
/// </summary>
/// <remarks>Thread-safe: nothing changes after construction. The empty configuration is valid.</remarks>
[JsonConverter(typeof(ConfigurationJsonConverter))]
public sealed class Configuration : IEquatable<Configuration>
{
    private readonly ImmutableArray<KeyValuePair<string, ParameterValue>> entries;
    private HashBox? hash; // boxed, because a reference is written atomically and a 16-byte value is not

    private Configuration(ImmutableArray<KeyValuePair<string, ParameterValue>> entries) => this.entries = entries;

    public static Configuration Empty { get; } = new([]);

    /// <summary>The entries in ordinal order of their names.</summary>
    public ImmutableArray<KeyValuePair<string, ParameterValue>> Entries => entries;

    /// <summary>The value of a parameter that is known to be active.</summary>
    /// <exception cref="KeyNotFoundException">The configuration has no such parameter.</exception>
    public ParameterValue this[string name] => TryGet(name, out var value)
        ? value
        : throw new KeyNotFoundException($"The configuration has no parameter '{name}'.");

    /// <summary>Identity across processes and versions: derived from the canonical JSON alone.</summary>
    public ConfigurationHash Hash => (hash ??= new(ConfigurationHash.Of(this))).Value;

    /// <exception cref="ArgumentException">Two entries have the same name.</exception>
    public static Configuration Of(IEnumerable<KeyValuePair<string, ParameterValue>> values)
    {
        var sorted = values.ToImmutableArray().Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].Key == sorted[i - 1].Key)
                throw new ArgumentException($"The parameter '{sorted[i].Key}' is given twice.", nameof(values));
        }

        return sorted.IsEmpty ? Empty : new(sorted);
    }

    /// <inheritdoc cref="Of(IEnumerable{KeyValuePair{string, ParameterValue}})"/>
    public static Configuration Of(params ReadOnlySpan<(string Name, ParameterValue Value)> values)
    {
        var pairs = new KeyValuePair<string, ParameterValue>[values.Length];
        for (var i = 0; i < values.Length; i++) pairs[i] = new(values[i].Name, values[i].Value);
        return Of(pairs);
    }

    /// <exception cref="FormatException">The text is not one JSON object of numbers, strings, booleans and arrays of such objects.</exception>
    public static Configuration Parse(string json) => CanonicalJson.Parse(json);

    public bool TryGet(string name, [MaybeNullWhen(false)] out ParameterValue value)
    {
        int low = 0, high = entries.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(entries[middle].Key, name);
            if (order == 0)
            {
                value = entries[middle].Value;
                return true;
            }

            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        value = default;
        return false;
    }

    /// <summary>A copy with one value set (added or replaced).</summary>
    public Configuration With(string name, ParameterValue value) =>
        new(Without(name).entries.Add(new(name, value)).Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key)));

    /// <summary>A copy without one parameter; the same instance when it was absent.</summary>
    public Configuration Without(string name)
    {
        var kept = entries.RemoveAll(entry => entry.Key == name);
        return kept.Length == entries.Length ? this : new(kept);
    }

    public bool Equals(Configuration? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || entries.Length != other.entries.Length) return false;
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i].Key != other.entries[i].Key || entries[i].Value != other.entries[i].Value) return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as Configuration);

    public override int GetHashCode() => Hash.GetHashCode();

    /// <summary>Canonical JSON: names in ordinal order, no white space, shortest round-trip numbers.</summary>
    public override string ToString() => CanonicalJson.Write(this);

    private sealed record HashBox(ConfigurationHash Value);
}
