using System.Security.Cryptography;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A named value that configuration (<c>Parameters:name</c>) or a default supplies.</summary>
public sealed class ParameterResource(string name, Func<string> value, bool secret = false) : Resource(name), IValueProvider
{
    private readonly Lazy<string> _value = new(value);

    public bool Secret { get; } = secret;

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(_value.Value);
}

/// <summary>How a parameter gets its value when configuration has none.</summary>
public abstract class ParameterDefault
{
    public abstract string GetDefaultValue();
}

/// <summary>A random value, for passwords.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private const string Specials = "-_.~";

    /// <summary>Characters.</summary>
    public int MinLength { get; set; } = 22;

    /// <summary>Whether characters other than letters and digits may occur.</summary>
    public bool Special { get; set; } = true;

    public override string GetDefaultValue() =>
        RandomNumberGenerator.GetString(Special ? Letters + Specials : Letters, MinLength);
}
