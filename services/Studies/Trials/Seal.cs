using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ArchOpt.Studies.Trials;

/// <summary>
/// Chains the observations of a study: each seal is a digest (the first 128 bits of SHA-256) of the seal before it and
/// of what was observed. A changed value, configuration or order breaks the chain at that place, which
/// <c>archopt verify</c> names. It guards against accidents and casual edits, not against whoever can recompute it.
/// </summary>
public static class Seal
{
    /// <summary>The seal before the first observation.</summary>
    public const string Origin = "00000000000000000000000000000000";

    /// <param name="previous">The seal of the observation before this one.</param>
    /// <param name="trial">The trial; its number, configuration and origin are sealed.</param>
    /// <param name="attempt">The observed attempt, with its sequence number; its result is sealed.</param>
    public static string Next(string previous, Trial trial, Attempt attempt)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[8];
        void Append(long value, Span<byte> buffer)
        {
            BinaryPrimitives.WriteInt64LittleEndian(buffer, value);
            hash.AppendData(buffer);
        }

        hash.AppendData(Encoding.ASCII.GetBytes(previous));
        Append(attempt.Sequence ?? throw new ArgumentException("Only an observed attempt can be sealed.", nameof(attempt)), number);
        Append(trial.Number, number);
        Append(attempt.Number, number);
        Append((long)attempt.State, number);
        hash.AppendData(Encoding.ASCII.GetBytes(trial.Configuration.Hash.ToString()));
        Append((long)trial.Origin, number);
        foreach (var (name, value) in attempt.Metrics)
        {
            var text = Encoding.UTF8.GetBytes(name);
            Append(text.Length, number); // so that no other set of metrics has the same bytes
            hash.AppendData(text);
            Append(BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value), number);
        }

        if (attempt.Training is { } training) // not of older observations, whose seals stay what they are
        {
            Append(-1, number); // no name is as long as that
            Append(training.BestStep, number);
            Append(training.LastStep, number);
            Append(training.SavedSteps, number);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
