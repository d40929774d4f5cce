using System.Net.Http.Json;

namespace ArchOpt.ServiceDefaults.Http;

/// <summary>Calls of one service's HTTP interface by another program: JSON both ways, refusals as exceptions.</summary>
public static class ServerCalls
{
    /// <summary>Sends the request, which it disposes, and gives the answer when it is a success.</summary>
    /// <exception cref="ServerRefusedException">The server says no.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    public static async Task<HttpResponseMessage> SendCheckedAsync(this HttpClient http, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        using (request)
        {
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            if (response.IsSuccessStatusCode) return response;
            using (response) throw await ServerRefusedException.FromAsync(response, cancellationToken);
        }
    }

    /// <summary>The body as the view that it is.</summary>
    /// <exception cref="InvalidDataException">The body is JSON's null.</exception>
    public static async Task<T> ReadViewAsync<T>(this HttpResponseMessage response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        return await response.Content.ReadFromJsonAsync<T>(JsonDefaults.Options, cancellationToken)
            ?? throw new InvalidDataException($"The server answered {response.RequestMessage?.RequestUri} with null.");
    }
}
