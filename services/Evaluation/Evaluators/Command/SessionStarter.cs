using System.Collections.Immutable;

namespace ArchOpt.Evaluation.Evaluators.Command;

/// <summary>What goes before a program and its arguments so that it becomes a session of its own, whose process is its own.</summary>
/// <param name="Plain">For a program of ours; empty where there is nothing that can do it.</param>
/// <param name="Fresh">For a user's, which also gets back the signals that this runtime and shells ignore for their children: a broken pipe ends it.</param>
internal sealed record SessionStarter(ImmutableArray<string> Plain, ImmutableArray<string> Fresh)
{
    private const string NewSession = "use POSIX (); POSIX::setsid(); ";
    private const string DefaultSignals = "$SIG{$_} = 'DEFAULT' for qw(HUP INT QUIT PIPE TERM); ";
    private const string Execute = "exec { $ARGV[0] } @ARGV or die \"$ARGV[0]: $!\\n\"";

    /// <summary>By setsid (util-linux) and perl, whichever this machine has; Debian's smallest system has both.</summary>
    public static SessionStarter Find()
    {
        var path = Environment.GetEnvironmentVariable("PATH");
        return (ProgramPath.Find("setsid", path), ProgramPath.Find("perl", path)) switch
        {
            ({ } setsid, { } perl) => new([setsid], [setsid, perl, "-e", DefaultSignals + Execute]),
            ({ } setsid, null) => new([setsid], [setsid]),
            (null, { } perl) => new([perl, "-e", NewSession + Execute], [perl, "-e", NewSession + DefaultSignals + Execute]),
            _ => new([], []),
        };
    }
}
