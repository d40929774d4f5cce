using ArchOpt.Contracts.Http;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Cli.Tests;

/// <summary>A study with model groups in the middle of its second group, as a server shows it.</summary>
public static class GroupViews
{
    public static readonly Configuration Best = Configuration.Parse(
        """{"model":"GAT+RL","embedding_dim":96,"n_heads":8,"n_layers":4,"learning_rate":0.001,"dropout":0.15}""");

    public static StudyView Study()
    {
        var best = new BestView(8, 0.5095, Best, Views.Metrics(("val_cost", 0.5095), ("parameters", 37_123))) { Training = new(24, 60, 68) };
        return Views.Study(StudyStatus.Running, 13, running: 1, failed: 1) with
        {
            Name = "cvrp",
            Reason = "started",
            Strategy = "resilient",
            Evaluator = "command",
            Objectives = [new("val_cost", Goal.Minimize)],
            Budget = new(120, 1, null, null),
            Best = best,
            ElapsedSeconds = 200,
            EpochsSaved = 312,
            GroupParameter = "model",
            Thresholds = [new("good", 0.55, 2), new("excellent", 0.51, 8), new("breakthrough", 0.5, null)],
            Groups =
            [
                new("GAT+RL", new(13, 0, 0, 13, 0, 0, 0, 0))
                {
                    Configurations = 10,
                    Budget = 40,
                    Best = best with { DurationSeconds = 89.3 },
                    Last = 0.52,
                    Search = new("GAT+RL", "done", 2, false) { Complexity = 1_234_567 },
                },
                new("GT+RL", new(2, 0, 1, 0, 0, 0, 1, 0))
                {
                    Configurations = 2,
                    Budget = 40,
                    Search = new("GT+RL", "normal", 3, true) { Inherited = new("GAT+RL", 8) },
                },
                new("DGT+RL", new(0, 0, 0, 0, 0, 0, 0, 0)) { Budget = 40, Search = new("DGT+RL", "waiting", 0, false) },
            ],
        };
    }
}
