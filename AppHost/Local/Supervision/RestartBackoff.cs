namespace ArchOpt.AppHost.Local.Supervision;

/// <summary>
/// How long to pause before the next restart: doubling from a fifth of a second to 15 seconds, and from the beginning
/// again once a run has been healthy for 10 seconds. It never gives up.
/// </summary>
internal sealed class RestartBackoff
{
    internal static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    internal static readonly TimeSpan Steady = TimeSpan.FromSeconds(10);

    private TimeSpan _next = First;

    /// <param name="healthyFor">How long the run that just ended had been healthy.</param>
    internal TimeSpan Next(TimeSpan healthyFor)
    {
        if (healthyFor >= Steady)
            _next = First;
        var pause = _next;
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return pause;
    }
}
