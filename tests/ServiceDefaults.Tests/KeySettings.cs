using System.Security.Cryptography;
using System.Text;
using ArchOpt.ServiceDefaults.Http;
using Microsoft.Extensions.Configuration;

namespace ArchOpt.ServiceDefaults.Tests;

/// <summary>Configurations with API keys, as an operator would write them.</summary>
internal static class KeySettings
{
    public static string Hash(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    public static IConfiguration Of(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();

    public static ApiKeys Keys(params string[] keys) => new(Of([.. keys.Select((key, i) => ($"ApiKeys:{i}", Hash(key)))]));
}
