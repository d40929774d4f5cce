using System.Collections.Immutable;
using System.Net;
using ArchOpt.ServiceDefaults.Http;

namespace ArchOpt.Cli.Client;

/// <summary>What a server's refusal means to the person who typed a command.</summary>
internal static class RefusalReading
{
    extension(ServerRefusedException refusal)
    {
        /// <summary>
        /// The one table from status to exit code. What is said about the request's own content is a wrong call; everything
        /// else is a refusal: a state that forbids it (409), a key that is missing (401), a server in trouble (5xx).
        /// </summary>
        public int ExitCode => refusal.Status switch
        {
            HttpStatusCode.BadRequest => Cli.ExitCode.Wrong,
            HttpStatusCode.NotFound => Cli.ExitCode.Wrong,
            HttpStatusCode.RequestEntityTooLarge => Cli.ExitCode.Wrong,
            HttpStatusCode.UnsupportedMediaType => Cli.ExitCode.Wrong,
            HttpStatusCode.UnprocessableEntity => Cli.ExitCode.Wrong,
            _ => Cli.ExitCode.Failed,
        };

        /// <summary>What a person at a terminal reads: how to pass a key where the server asks for one, else what the server said.</summary>
        public ImmutableArray<string> LinesForTerminal => refusal.Status == HttpStatusCode.Unauthorized
            ? ["The server asks for an API key; pass --api-key or set ARCHOPT_API_KEY."]
            : refusal.Lines;
    }
}
