namespace Aspire.Hosting.ApplicationModel;

/// <summary>The message broker.</summary>
public sealed class RabbitMQServerResource(string name, ParameterResource? userName, ParameterResource password)
    : ContainerResource(name), IResourceWithConnectionString
{
    internal const string PrimaryEndpointName = "tcp";
    internal const string ManagementEndpointName = "management";

    public EndpointReference PrimaryEndpoint => new(this, PrimaryEndpointName);

    public ParameterResource? UserNameParameter { get; } = userName;

    public ParameterResource PasswordParameter { get; } = password;

    /// <summary>The AMQP URL with user name and password, for the default virtual host.</summary>
    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        var user = UserNameParameter is null ? "guest" : await UserNameParameter.GetValueAsync(cancellationToken);
        var secret = await PasswordParameter.GetValueAsync(cancellationToken);
        return $"amqp://{Uri.EscapeDataString(user!)}:{Uri.EscapeDataString(secret!)}@{PrimaryEndpoint.Host}:{PrimaryEndpoint.Port}";
    }
}
