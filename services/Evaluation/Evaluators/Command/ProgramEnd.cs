using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ArchOpt.Evaluation.Evaluators.Command;

/// <summary>How a program ended by itself.</summary>
/// <param name="Code">Its exit code; 128 + n for signal n.</param>
/// <param name="KilledForMemory">The kernel has killed a process for want of memory while it ran.</param>
/// <param name="Tail">The last lines of its output.</param>
internal sealed record ProgramEnd(int Code, bool KilledForMemory, string Tail)
{
    private const int Signalled = 128;
    private const int Kill = 9;

    private static readonly ImmutableArray<string> MemoryErrors =
        ["out of memory", "OutOfMemoryError", "MemoryError", "std::bad_alloc", "Cannot allocate memory"];

    private static readonly FrozenDictionary<int, string> Signals = new Dictionary<int, string>
    {
        [1] = "SIGHUP", [2] = "SIGINT", [3] = "SIGQUIT", [4] = "SIGILL", [6] = "SIGABRT", [7] = "SIGBUS", [8] = "SIGFPE", [9] = "SIGKILL",
        [10] = "SIGUSR1", [11] = "SIGSEGV", [12] = "SIGUSR2", [13] = "SIGPIPE", [14] = "SIGALRM", [15] = "SIGTERM", [24] = "SIGXCPU", [25] = "SIGXFSZ",
    }.ToFrozenDictionary();

    /// <summary>It needed more memory than there is: the kernel killed it, or its last lines say so.</summary>
    public bool IsOutOfMemory => (IsKilled && KilledForMemory) || (Code != 0 && !IsKilled && MemoryErrors.Any(error => Tail.Contains(error, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The end in words: <c>ended with exit code 1</c>; begins with "out of memory" when that is certain.</summary>
    public string Describe(string command) => (IsOutOfMemory, IsKilled) switch
    {
        (true, true) => $"out of memory: the kernel killed the command '{command}' with signal 9 (SIGKILL).",
        (true, false) => $"out of memory, as its log says: the command '{command}' {Ended}.",
        (false, true) => $"The command '{command}' was killed by signal 9 (SIGKILL); out of memory?",
        _ => $"The command '{command}' {Ended}.",
    };

    private bool IsKilled => Code == Signalled + Kill;

    private string Ended => Code <= Signalled ? $"ended with exit code {Code}"
        : Signals.TryGetValue(Code - Signalled, out var name) ? $"was killed by signal {Code - Signalled} ({name})"
        : $"ended with exit code {Code}";
}
