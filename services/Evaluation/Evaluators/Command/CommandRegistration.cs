using System.Collections.Immutable;

namespace ArchOpt.Evaluation.Evaluators.Command;

/// <summary>
/// A program that studies may name. It stands in the worker's own configuration: a study brings parameters, never
/// anything to execute.
/// </summary>
internal sealed record CommandRegistration
{
    /// <summary>What a program gets of the worker's own environment unless its registration says otherwise; <c>*</c> ends a prefix.</summary>
    public static readonly ImmutableArray<string> DefaultPassEnvironment =
    [
        "PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "LC_*", "TZ", "TMPDIR", "XDG_CACHE_HOME",
        "VIRTUAL_ENV", "CONDA_PREFIX", "CONDA_DEFAULT_ENV", "PYENV_*", "PYTHONPATH", "PYTHONHOME", "PYTHONUNBUFFERED",
        "LD_LIBRARY_PATH", "CUDA_*", "NVIDIA_*", "NCCL_*", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "TORCH_HOME", "HF_HOME",
    ];

    /// <summary>As a study's settings name it.</summary>
    public required string Name { get; init; }

    /// <summary>An absolute path, or the bare name of a program on the PATH.</summary>
    public required string Program { get; init; }

    public required ImmutableArray<ArgumentTemplate> Arguments { get; init; }

    /// <summary>Absolute.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Set as they are; they win over what is passed on, and ArchOpt's own variables win over them.</summary>
    public required ImmutableSortedDictionary<string, string> Environment { get; init; }

    /// <summary>Which of the worker's own variables are passed on; nothing else of its environment is seen by the program.</summary>
    public required ImmutableArray<string> PassEnvironment { get; init; }

    /// <summary>The longest that a run may take; null for as long as it likes.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Between SIGTERM and SIGKILL.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The only resource class whose workers may run it; null for any. One of the class <c>cpu</c> is shown no device.</summary>
    public string? ResourceClass { get; init; }

    /// <summary>Bytes that are kept of what one attempt prints.</summary>
    public long LogLimit { get; init; } = 1L << 20;

    /// <summary>For programs that only print.</summary>
    public ImmutableArray<MetricPattern> Patterns { get; init; } = [];

    /// <summary>Exit codes that mean: this configuration can never work.</summary>
    public ImmutableArray<int> InfeasibleExitCodes { get; init; } = [];

    /// <summary>Running out of memory means that the configuration can never work; by default the run has failed.</summary>
    public bool OutOfMemoryIsInfeasible { get; init; }
}
