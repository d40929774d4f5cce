using System.Security.Authentication;
using ArchOpt.ServiceDefaults.Hosting;
using RabbitMQ.Client;

namespace ArchOpt.ServiceDefaults.Messaging;

/// <summary>What carries this process's messages.</summary>
/// <param name="Broker">The RabbitMQ server; null for the in-memory transport.</param>
public sealed record Transport(BrokerAddress? Broker)
{
    /// <summary>Messages in flight end with the process, so whatever was dispatched before must be dispatched again.</summary>
    public bool IsVolatile => Broker is null;
}

/// <summary>
/// A RabbitMQ server as a connection string names it: <c>amqp://user:password@host:port/vhost</c>. With <c>amqps</c> the connection is
/// encrypted, and the server must show a certificate for that host from an authority that this process trusts: the system's, or
/// those of <c>SSL_CERT_FILE</c>, which .NET on Linux reads.
/// </summary>
/// <param name="Uri">Host, port and virtual host, without credentials.</param>
public sealed record BrokerAddress(Uri Uri, string User, string Password)
{
    private const int EncryptedPort = 5671;

    /// <summary>Whether the connection is encrypted.</summary>
    public bool IsEncrypted => Uri.Scheme == "amqps";

    /// <summary>Makes connections of the client library, for what the bus has no words for.</summary>
    /// <param name="clientName">What the server's management page calls them.</param>
    public ConnectionFactory CreateFactory(string clientName) => new()
    {
        Uri = Uri,
        UserName = User,
        Password = Password,
        ClientProvidedName = clientName,
        Ssl = new SslOption(Uri.Host, enabled: IsEncrypted) { Version = SslProtocols.None }, // the library's own for amqps takes a certificate of any name
    };

    /// <summary>Null for no connection string.</summary>
    /// <exception cref="WrongConfigurationException">Not an amqp or amqps URI, or the encrypted port without encryption.</exception>
    public static BrokerAddress? From(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString)) return null;
        if (!Uri.TryCreate(connectionString, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
            throw new WrongConfigurationException("ConnectionStrings:messaging: must be amqp://user:password@host:port/vhost (or amqps).");
        if (uri is { Scheme: "amqp", Port: EncryptedPort })
            throw new WrongConfigurationException($"ConnectionStrings:messaging: port {EncryptedPort} is for encrypted connections; write amqps://.");
        var credentials = uri.UserInfo.Split(':', 2);
        var user = credentials[0].Length > 0 ? Uri.UnescapeDataString(credentials[0]) : "guest";
        var password = credentials.Length > 1 ? Uri.UnescapeDataString(credentials[1]) : "guest";
        var address = new UriBuilder(uri) { UserName = "", Password = "" };
        if (uri is { Scheme: "amqps", Port: < 0 }) address.Port = EncryptedPort; // else the bus would take the other's
        return new(address.Uri, user, password);
    }

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{Uri} as {User}";
}
