using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ArchOpt.Search.Configurations;

/// <summary>
/// The first 128 bits of the SHA-256 of a configuration's canonical JSON (UTF-8). Stable across processes, machines
/// and versions; at a million configurations the chance of one collision is below 1e-26.
/// </summary>
public readonly record struct ConfigurationHash(UInt128 Value)
{
    public static ConfigurationHash Of(Configuration configuration)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Write(configuration)), digest);
        return new(BinaryPrimitives.ReadUInt128BigEndian(digest));
    }

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x32");
}
