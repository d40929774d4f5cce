using System.Security.Cryptography;
using System.Text;
using ArchOpt.ServiceDefaults.Hosting;
using Microsoft.Extensions.Configuration;

namespace ArchOpt.ServiceDefaults.Http;

/// <summary>
/// The keys that callers may present, from configuration <c>ApiKeys:0</c>, <c>ApiKeys:1</c>, ...: each the SHA-256 of
/// a key in hexadecimal, so that no key is at rest anywhere.
/// </summary>
public sealed class ApiKeys
{
    private readonly byte[][] hashes;

    /// <exception cref="WrongConfigurationException">An entry is not 64 hexadecimal digits.</exception>
    public ApiKeys(IConfiguration configuration) =>
        hashes = [.. configuration.GetSection("ApiKeys").GetChildren().Select(entry => Parse(entry.Path, entry.Value))];

    /// <summary>Whether any key is configured; without, only loopback may be served.</summary>
    public bool Required => hashes.Length > 0;

    /// <summary>Compares in constant time, against every key.</summary>
    public bool Accepts(string? key)
    {
        if (string.IsNullOrEmpty(key)) return false;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        var accepted = false;
        foreach (var known in hashes) accepted |= CryptographicOperations.FixedTimeEquals(known, hash);
        return accepted;
    }

    private static byte[] Parse(string path, string? text)
    {
        if (text is not { Length: 64 } || !text.All(char.IsAsciiHexDigit))
            throw new WrongConfigurationException($"{path}: must be the SHA-256 of an API key, 64 hexadecimal digits.");
        return Convert.FromHexString(text);
    }
}
