using System.CommandLine;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt verify STUDY</c>.</summary>
internal static class VerifyCommand
{
    public static Command Create(CommandScope scope)
    {
        var study = CommandScope.Study();
        return scope.Do(new("verify", "Re-derive every proposal and say whether the search is what its file, seed and history imply") { study }, async (call, cancellationToken) =>
        {
            var found = await call.AskAsync(client => client.VerifyAsync(call.Get(study), cancellationToken), cancellationToken);
            if (call.Options.Json) await call.Results.JsonAsync(found);
            else
            {
                foreach (var problem in found.Problems) await call.Results.LineAsync(problem);
                var verdict = found.Verified ? "verified" : $"NOT verified, {found.Problems.Length} problem{(found.Problems.Length == 1 ? "" : "s")}";
                await call.Results.LineAsync($"{found.Study}: {verdict}: {found.Trials} trials, {found.Observations} observations, {found.Checked} proposals re-derived");
            }

            return found.Verified ? ExitCode.Done : ExitCode.Failed;
        });
    }
}
