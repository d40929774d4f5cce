using System.Collections.Immutable;
using System.CommandLine;

namespace ArchOpt.Cli.Bench;

/// <summary>An option of <c>archopt bench</c> and the suites that it means something to.</summary>
internal sealed record SuiteOption(Option Option, ImmutableArray<string> Suites)
{
    /// <summary>Refuses what the call gives and none of its suites would look at: whoever gives it believes that it counts.</summary>
    /// <exception cref="CliException">A line for each such option.</exception>
    public static void Check(Call call, ImmutableArray<string> suites, IEnumerable<SuiteOption> options)
    {
        ImmutableArray<string> mistakes =
        [
            .. from option in options
                where call.IsGiven(option.Option) && !option.Suites.Any(suite => suites.Contains(suite))
                select $"{option.Option.Name}: belongs to {string.Join(", ", option.Suites)}, which SUITE does not name (was '{string.Join(',', suites)}')",
        ];
        if (!mistakes.IsEmpty) throw new CliException(ExitCode.Wrong, mistakes);
    }
}
