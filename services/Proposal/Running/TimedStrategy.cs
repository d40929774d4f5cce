using System.Collections.Immutable;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Proposal.Running;

/// <summary>
/// A study's strategy under a clock. Strategies are pure and know no time, so it is taken around them; what they answer is
/// not touched. An answer without a configuration is not counted: it costs nothing and would hide the others.
/// </summary>
/// <param name="name">As the study file names it.</param>
internal sealed class TimedStrategy(IStrategy strategy, string name, ProposalMetrics metrics) : IStrategy, IDescribesSearch
{
    public ImmutableArray<SearchState> States => (strategy as IDescribesSearch)?.States ?? [];

    public void Observe(Observation observation) => strategy.Observe(observation);

    public Search.Strategies.Proposal Propose(ProposalRequest request)
    {
        var started = metrics.StartProposal();
        var answer = strategy.Propose(request);
        if (answer is Search.Strategies.Proposal.Next) metrics.Proposed(name, started);
        return answer;
    }
}
