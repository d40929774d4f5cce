using System.CommandLine;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt ask STUDY [--count N]</c>.</summary>
internal static class AskCommand
{
    public static Command Create(CommandScope scope)
    {
        var study = CommandScope.Study();
        var count = Numbers.Range(new Option<int>("--count") { Description = "How many configurations", HelpName = "N", DefaultValueFactory = _ => 1 }, 1);
        return scope.Do(new("ask", "Get configurations to evaluate outside") { study, count }, async (call, cancellationToken) =>
        {
            var asked = await call.AskAsync(client => client.AskAsync(call.Get(study), call.Get(count), cancellationToken), cancellationToken);
            if (call.Options.Json) await call.Results.JsonAsync(asked);
            else if (asked.IsEmpty) await call.SayAsync($"{call.Get(study)}: has nothing to hand out now; tell what was asked before, or see archopt show.");
            else
            {
                foreach (var trial in asked) await call.Results.LineAsync($"{trial.Number}\t{trial.Configuration}");
            }

            return ExitCode.Done;
        });
    }
}
