using ArchOpt.Search.Randomness;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Studies.Tests;

/// <summary>
/// Proposes a point that depends on every bit of every observation, their order, the number and all that is pending: two
/// histories that differ in anything propose different points.
/// </summary>
/// <param name="size">How many configurations there are to propose; null for no end.</param>
internal sealed class FoldingStrategy(long? size = null) : IStrategy
{
    private long state;

    public long Observed { get; private set; }

    public void Observe(Observation observation)
    {
        Observed++;
        state = RandomStream.Derive(state, observation.Number, observation.Configuration.GetStableKey(), (long)observation.Outcome,
            BitConverter.DoubleToInt64Bits(observation.Violation));
        foreach (var loss in observation.Losses) state = RandomStream.Derive(state, BitConverter.DoubleToInt64Bits(loss));
    }

    public Proposal Propose(ProposalRequest request)
    {
        if (request.Number >= size)
        {
            return request.Pending.IsEmpty ? new Proposal.Exhausted("that was all") : new Proposal.Wait("the rest is in flight");
        }

        var key = RandomStream.Derive(state, request.Seed, request.Number);
        foreach (var pending in request.Pending) key = RandomStream.Derive(key, pending.Number, pending.Configuration.GetStableKey());
        return new Proposal.Next(Samples.Point(RandomStream.For(key).NextDouble()), "folded");
    }
}

internal static class StableKeys
{
    public static long GetStableKey(this Search.Configurations.Configuration configuration) => (long)(ulong)configuration.Hash.Value;
}
