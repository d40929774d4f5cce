using ArchOpt.Studies.Definition;

namespace ArchOpt.Cli.Bench.AdsArch;

/// <summary>What a call says about the suite <c>ads-arch</c>; null is the task's own.</summary>
internal sealed record AdsArchOptions
{
    /// <summary>One task; null for all.</summary>
    public string? Task { get; init; }

    public double? QpsMin { get; init; }

    /// <summary>The constraint is soft: strategies see a penalised score, "best" stays gated.</summary>
    public bool SoftQps { get; init; }

    public double Tau { get; init; } = Constraint.DefaultTau;

    /// <summary>How the soft constraint scales a violation; absolute is the original benchmark's.</summary>
    public SoftScale Scale { get; init; } = SoftScale.Relative;

    /// <summary>Draw new modifier sets, also where a task has listed ones.</summary>
    public bool Regenerate { get; init; }

    /// <summary>How many sets to draw.</summary>
    public int? Modifiers { get; init; }

    /// <summary>What the sets are drawn from.</summary>
    public long Seed { get; init; }

    /// <summary>Sets that an earlier call kept may be replaced.</summary>
    public bool IsFresh { get; init; }
}
