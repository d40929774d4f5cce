using System.Net;
using ArchOpt.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace ArchOpt.ServiceDefaults.Hosting;

/// <summary>Loopback needs no key; who listens on anything else must have configured one.</summary>
internal static class ListeningRule
{
    /// <summary>Whether the configuration says where to listen.</summary>
    public static bool IsConfigured(IConfiguration configuration) => Addresses(configuration).Any();

    /// <exception cref="WrongConfigurationException">An address is not loopback and there is no API key, or an address is none.</exception>
    public static void Check(IConfiguration configuration, ApiKeys keys)
    {
        if (keys.Required) return;
        var open = Addresses(configuration).Where(address => !IsLoopback(address)).ToArray();
        if (open.Length == 0) return;
        throw new WrongConfigurationException(
            $"ApiKeys:0: must be the SHA-256 of an API key to listen on {string.Join(", ", open)}; without keys only loopback is served, for example http://127.0.0.1:5080.");
    }

    /// <summary>Where the configuration says to listen.</summary>
    public static IEnumerable<string> Addresses(IConfiguration configuration)
    {
        var urls = Split(configuration["urls"]);
        if (urls.Length == 0) urls = [.. Ports(configuration, "http"), .. Ports(configuration, "https")];
        return urls.Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>());
    }

    private static IEnumerable<string> Ports(IConfiguration configuration, string scheme) =>
        Split(configuration[$"{scheme}_ports"]).Select(port => $"{scheme}://*:{port}");

    /// <summary>The entries of a list as <c>urls</c> is one.</summary>
    public static string[] Split(string? list) => list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <exception cref="WrongConfigurationException">The text is no address.</exception>
    public static BindingAddress Parse(string text, string setting = "urls")
    {
        try
        {
            return BindingAddress.Parse(text);
        }
        catch (FormatException e)
        {
            throw new WrongConfigurationException($"{setting}: must be addresses such as http://127.0.0.1:5080 (was {text}).", e);
        }
    }

    private static bool IsLoopback(string text)
    {
        var address = Parse(text);
        return address.IsUnixPipe
            || address.IsNamedPipe
            || string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }
}
