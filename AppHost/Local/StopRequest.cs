using System.Runtime.InteropServices;

namespace ArchOpt.AppHost.Local;

/// <summary>
/// The wishes to stop that come from outside: Ctrl+C, SIGTERM, a closed terminal, or the end of the `dotnet run` that
/// started this program. The first stops everything in order; the second ends the grace periods.
/// </summary>
internal sealed class StopRequest : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _immediately = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    internal StopRequest()
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Request(context.Signal);
            }));
        }
    }

    internal CancellationToken Stop => _stop.Token;

    internal CancellationToken Immediately => _immediately.Token;

    /// <summary>The signal that came first; null when there was none.</summary>
    internal PosixSignal? Signal { get; private set; }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
        _immediately.Dispose();
    }

    internal void Request(PosixSignal signal)
    {
        if (_stop.IsCancellationRequested)
        {
            _immediately.Cancel();
            return;
        }

        Signal = signal;
        _stop.Cancel();
    }
}
