using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace ArchOpt.Analysis.Console.Assets;

/// <summary>Style sheets and scripts of the console, from the assembly itself: they need no network and no files beside the program.</summary>
internal static class ConsoleAssets
{
    private const string Route = "/console/assets/";

    private static readonly FrozenDictionary<string, Asset> All = new[] { "light.css", "dark.css", "console.css", "console.js" }
        .ToFrozenDictionary(name => name, Asset.Load);

    /// <summary>The address of an asset. It changes with the content, so browsers may keep it for good.</summary>
    public static string Url(string name) => $"{Route}{name}?v={All[name].Version}";

    public static void MapAssets(this IEndpointRouteBuilder routes) => routes.MapGet(Route + "{name}", Send).ExcludeFromDescription().AllowAnonymous(); // the page that asks for a key needs them

    private static IResult Send(string name, HttpContext http)
    {
        if (!All.TryGetValue(name, out var asset)) return Results.NotFound();
        var headers = http.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.Vary = HeaderNames.AcceptEncoding;
        var zipped = http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (zipped) headers.ContentEncoding = "gzip";
        return Results.Bytes(zipped ? asset.Zipped : asset.Plain, asset.ContentType);
    }

    private sealed record Asset(byte[] Plain, byte[] Zipped, string ContentType, string Version)
    {
        public static Asset Load(string name)
        {
            using var resource = typeof(ConsoleAssets).Assembly.GetManifestResourceStream("console/" + name)
                ?? throw new InvalidOperationException($"The assembly must hold console/{name}.");
            using var plain = new MemoryStream();
            resource.CopyTo(plain);
            using var zipped = new MemoryStream();
            using (var zip = new GZipStream(zipped, CompressionLevel.Optimal, leaveOpen: true)) zip.Write(plain.GetBuffer(), 0, (int)plain.Length);
            var bytes = plain.ToArray();
            var type = name.EndsWith(".js", StringComparison.Ordinal) ? "text/javascript; charset=utf-8" : "text/css; charset=utf-8";
            return new(bytes, zipped.ToArray(), type, Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]);
        }
    }
}
