using ArchOpt.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace ArchOpt.Analysis.Console.Operator;

/// <summary>Where Proposal listens: <c>services:proposal:http:0</c> of the configuration, or right here when it lives in this process.</summary>
internal sealed class ProposalAddress(IConfiguration configuration, IServer server)
{
    private const string Setting = "services:proposal:http:0";

    /// <exception cref="WrongConfigurationException">The setting is no address.</exception>
    public Uri Get()
    {
        var text = configuration[Setting];
        if (string.IsNullOrEmpty(text)) return Own();
        return Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new WrongConfigurationException($"{Setting}: must be an address such as http://127.0.0.1:5080 (was {text}).");
    }

    /// <summary>An address of this server at which it can reach itself.</summary>
    private Uri Own()
    {
        var listening = BindingAddress.Parse(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
        var host = listening.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : listening.Host;
        return new UriBuilder(listening.Scheme, host, listening.Port).Uri;
    }
}
