using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.History;

/// <summary>What a study's strategy has observed, kept: for models that are asked once rather than with every proposal.</summary>
public sealed class ObservedHistory
{
    private readonly Record record = new();
    private readonly SearchHistory history;

    public ObservedHistory(StudyDefinition study) => history = new SearchHistory(study, record);

    /// <summary>One per configuration, in the order in which they were learnt.</summary>
    public IReadOnlyList<Observation> Observations => record.Observations;

    /// <summary>Folds one observed attempt. Call it in sequence order.</summary>
    public void Observe(Trial trial, Attempt attempt) => history.Observe(trial.Number, trial.Configuration, attempt);

    private sealed class Record : IStrategy
    {
        public List<Observation> Observations { get; } = [];

        public void Observe(Observation observation) => Observations.Add(observation);

        public Proposal Propose(ProposalRequest request) => new Proposal.Exhausted("this one only keeps what it observes");
    }
}
