using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies;

/// <summary>
/// Keeps a strategy from proposing what was observed (with any outcome, so nothing infeasible ever returns) or is
/// pending, as long as something untried is left. Configurations are compared by hash.
/// </summary>
/// <remarks>
/// A repeated answer is refused and the strategy asked again with the next round; then random samples are tried; then a finite
/// space of up to a million configurations is walked for what is left. When nothing is, the answer is
/// <see cref="Proposal.Wait"/> while something is pending (it may be cancelled) and <see cref="Proposal.Exhausted"/> after.
/// Memory: one 16-byte hash per observed configuration.
/// </remarks>
public sealed class DistinctProposals(IStrategy strategy, SearchSpace space) : IStrategy, IDescribesSearch
{
    private const int Rounds = 16;

    /// <summary>Enough to find the way where eight conditions in a row must hold by chance before anything is left to vary.</summary>
    private const int Samples = 10_000;

    private const int SamplesBeforeWalk = 20;

    private const int EnumerationLimit = 1_000_000;

    /// <summary>Part of a stream's address that no round has.</summary>
    private const int SampleStream = -2;

    private readonly HashSet<ConfigurationHash> observed = [];
    private readonly Lazy<UntriedConfigurations?> rest = new(() =>
        SpaceEnumeration.TryOf(space) is { } points && points.Count <= EnumerationLimit ? new(space, points) : null);

    /// <summary>Those of the strategy; none when it does not describe itself.</summary>
    public ImmutableArray<SearchState> States => (strategy as IDescribesSearch)?.States ?? [];

    public void Observe(Observation observation)
    {
        observed.Add(observation.Configuration.Hash);
        strategy.Observe(observation);
    }

    /// <exception cref="InfeasibleSpaceException">No configuration that satisfies the rules was found.</exception>
    public Proposal Propose(ProposalRequest request)
    {
        var pending = request.Hashes();
        for (var round = 0; round < Rounds; round++)
        {
            var answer = strategy.Propose(request with { Round = request.Round + round });
            if (answer is not Proposal.Next next || IsUntried(next.Configuration, pending)) return answer;
        }

        var samples = rest.Value is null ? Samples : SamplesBeforeWalk;
        for (var i = 0; i < samples; i++)
        {
            var sample = space.Sample(RandomStream.For(request.Seed, request.Number, SampleStream, request.Round, i));
            if (IsUntried(sample, pending)) return new Proposal.Next(sample, "random sample: all that the strategy proposed was tried");
        }

        return rest.Value?.First(observed, pending) is { } left
            ? new Proposal.Next(left, "one of the few configurations left")
            : request.NothingLeft();
    }

    private bool IsUntried(Configuration configuration, HashSet<ConfigurationHash> pending) =>
        !observed.Contains(configuration.Hash) && !pending.Contains(configuration.Hash);
}
