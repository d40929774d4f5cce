using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.KeyPerFile;
using Microsoft.Extensions.FileProviders;

namespace ArchOpt.ServiceDefaults.Hosting;

/// <summary>
/// Configuration from a directory of files, as Docker and Kubernetes mount secrets: a file's name is the key
/// (<c>ConnectionStrings__archopt</c>), its text the value, without a final line break. What the environment and the command line
/// say comes before it.
/// </summary>
internal static class SecretFiles
{
    /// <summary>The key that names the directory; one that is named must be there.</summary>
    public const string DirectoryKey = "SECRETS_DIRECTORY";

    /// <summary>Read when it exists and no other is named.</summary>
    public const string DefaultDirectory = "/run/secrets";

    /// <exception cref="WrongConfigurationException">The directory that is named does not exist, or a file cannot be read.</exception>
    public static void AddSecretFiles(this IConfigurationManager configuration)
    {
        var named = configuration[DirectoryKey];
        var directory = string.IsNullOrEmpty(named) ? DefaultDirectory : Path.GetFullPath(named);
        if (!Directory.Exists(directory))
        {
            if (!string.IsNullOrEmpty(named)) throw new WrongConfigurationException($"{DirectoryKey}: must be an existing directory (was {named}).");
            return;
        }

        try
        {
            configuration.Sources.Insert(BeforeEnvironment(configuration.Sources), new KeyPerFileConfigurationSource { FileProvider = new PhysicalFileProvider(directory) });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WrongConfigurationException($"{DirectoryKey}: a secret cannot be read: {e.Message}", e);
        }
    }

    private static int BeforeEnvironment(IList<IConfigurationSource> sources)
    {
        for (var i = sources.Count - 1; i >= 0; i--)
        {
            if (sources[i] is EnvironmentVariablesConfigurationSource { Prefix: null or "" }) return i;
        }

        return sources.Count;
    }
}
