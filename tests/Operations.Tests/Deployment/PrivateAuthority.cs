using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ArchOpt.Operations.Tests.Deployment;

/// <summary>A certificate authority that nobody knows, and the certificate of a server that it has signed, as files in PEM.</summary>
internal static class PrivateAuthority
{
    public static (string Authority, string Certificate, string Key) Write(string directory)
    {
        var from = DateTimeOffset.UtcNow.AddDays(-1);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=A private authority", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var authorityCertificate = authority.CreateSelfSigned(from, from.AddDays(10));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var server = new CertificateRequest("CN=broker", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        server.CertificateExtensions.Add(names.Build());
        using var certificate = server.Create(authorityCertificate, from, from.AddDays(9), [1, 2, 3]);

        return (Pem("authority.pem", authorityCertificate.ExportCertificatePem()), Pem("server.pem", certificate.ExportCertificatePem()), Pem("server.key", key.ExportPkcs8PrivateKeyPem()));

        string Pem(string name, string text)
        {
            var file = Path.Combine(directory, name);
            File.WriteAllText(file, text);
            return file;
        }
    }
}
