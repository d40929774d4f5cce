using System.Collections.Immutable;

namespace ArchOpt.EndToEnd.Training;

/// <summary>Studies whose trials are trainings by a program of their own.</summary>
internal static class TrainingStudies
{
    /// <summary>The worker's registration of the program, as an operator would write it.</summary>
    public static ImmutableDictionary<string, string> Command(double epochSeconds) => ImmutableDictionary.CreateRange(
    [
        KeyValuePair.Create("Evaluation__Commands__train__Program", "/bin/sh"),
        KeyValuePair.Create("Evaluation__Commands__train__Arguments__0", Path.Combine(AppContext.BaseDirectory, "Training", "trainer.sh")),
        KeyValuePair.Create("Evaluation__Commands__train__Environment__TRAINER_EPOCH_SECONDS", FormattableString.Invariant($"{epochSeconds}")),
    ]);

    /// <summary>Three model groups, one after the other, each starting from the best before it.</summary>
    public static string Progressive(string name, int trialsOfEachGroup, int epochs) => $$"""
        study: {{name}}
        objectives: [{ metric: val_cost, goal: minimize, thresholds: { breakthrough: 0.50, excellent: 0.51, good: 0.55 } }]
        evaluator: { name: command, settings: { command: train } }
        space:
          model: { type: categorical, values: [GAT+RL, GT+RL, DGT+RL] }
          embedding_dim: { type: int, low: 64, high: 512, step: 16 }
          n_layers: { type: int, low: 2, high: 12 }
          n_heads: { type: ordinal, values: [2, 4, 8, 16] }
          learning_rate: { type: float, low: 1e-5, high: 1e-2, log: true }
          dropout: { type: float, low: 0, high: 0.5 }
        rules: [ "embedding_dim % n_heads == 0" ]
        groups:
          parameter: model
          plan:
            - { group: GAT+RL, trials: {{trialsOfEachGroup}} }
            - { group: GT+RL, trials: {{trialsOfEachGroup}}, from: [GAT+RL] }
            - { group: DGT+RL, trials: {{trialsOfEachGroup}}, from: [GAT+RL, GT+RL] }
        strategy: { name: resilient, settings: { stagnation_limit: 3, local_iterations: 3 } }
        initial: [ { model: GAT+RL, embedding_dim: 128, n_layers: 4, n_heads: 8, learning_rate: 1e-3, dropout: 0.15 } ]
        stopping: { patience: 4, min_epochs: 3, max_epochs: {{epochs}} }
        budget: { trials: {{3 * trialsOfEachGroup}}, parallelism: 1 }
        seed: 5
        """;

    /// <summary>One configuration, trained once.</summary>
    public static string One(string name, int epochs) => $$"""
        study: {{name}}
        objectives: [{ metric: val_cost, goal: minimize }]
        evaluator: { name: command, settings: { command: train } }
        space:
          model: { type: constant, value: GAT+RL }
          embedding_dim: { type: int, low: 64, high: 512 }
          n_layers: { type: constant, value: 4 }
          learning_rate: { type: constant, value: 0.001 }
        initial: [ { embedding_dim: 128 } ]
        strategy: { name: random }
        stopping: { patience: 6, min_epochs: 3, max_epochs: {{epochs}} }
        budget: { trials: 1 }
        """;
}
