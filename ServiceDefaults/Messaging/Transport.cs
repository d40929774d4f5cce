using ArchOpt.ServiceDefaults.Hosting;

namespace ArchOpt.ServiceDefaults.Messaging;

/// <summary>What carries this process's messages.</summary>
/// <param name="Broker">The RabbitMQ server; null for the in-memory transport.</param>
public sealed record Transport(BrokerAddress? Broker)
{
    /// <summary>Messages in flight end with the process, so whatever was dispatched before must be dispatched again.</summary>
    public bool IsVolatile => Broker is null;
}

/// <summary>A RabbitMQ server as a connection string names it: <c>amqp://user:password@host:port/vhost</c>.</summary>
/// <param name="Uri">Host, port and virtual host, without credentials.</param>
public sealed record BrokerAddress(Uri Uri, string User, string Password)
{
    /// <summary>Null for no connection string.</summary>
    /// <exception cref="WrongConfigurationException">Not an amqp or amqps URI.</exception>
    public static BrokerAddress? From(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString)) return null;
        if (!Uri.TryCreate(connectionString, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
            throw new WrongConfigurationException("ConnectionStrings:messaging: must be amqp://user:password@host:port/vhost (or amqps).");
        var credentials = uri.UserInfo.Split(':', 2);
        var user = credentials[0].Length > 0 ? Uri.UnescapeDataString(credentials[0]) : "guest";
        var password = credentials.Length > 1 ? Uri.UnescapeDataString(credentials[1]) : "guest";
        return new(new UriBuilder(uri) { UserName = "", Password = "" }.Uri, user, password);
    }

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{Uri} as {User}";
}
