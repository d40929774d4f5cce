using System.CommandLine;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt pause/resume/cancel/delete STUDY</c>.</summary>
internal static class LifeCycleCommands
{
    public static IEnumerable<Command> Create(CommandScope scope) =>
    [
        Act(scope, "pause", "Dispatch nothing new; what runs may finish"),
        Act(scope, "resume", "Go on with a paused study"),
        Act(scope, "cancel", "End a study for good; its trials are kept"),
        Delete(scope),
    ];

    private static Command Act(CommandScope scope, string action, string description)
    {
        var study = CommandScope.Study();
        return scope.Do(new(action, description) { study }, async (call, cancellationToken) =>
        {
            var view = await call.AskAsync(
                async client =>
                {
                    await client.ActAsync(call.Get(study), action, cancellationToken);
                    return await client.GetStudyAsync(call.Get(study), cancellationToken);
                },
                cancellationToken);
            if (call.Options.Json) await call.Results.JsonAsync(view);
            else await call.Results.LineAsync($"{view.Name}: {view.Status}");
            return ExitCode.Done;
        });
    }

    private static Command Delete(CommandScope scope)
    {
        var study = CommandScope.Study();
        return scope.Do(new("delete", "Remove a study and all its trials") { study }, async (call, cancellationToken) =>
        {
            var name = call.Get(study);
            await using var connection = await call.Connector.ConnectAsync(cancellationToken);
            await connection.Client.DeleteStudyAsync(name, cancellationToken);
            if (call.Options.Json) await call.Results.JsonAsync(new DeletedStudy(name, true));
            else await call.Results.LineAsync($"{name}: deleted");
            return ExitCode.Done;
        });
    }

    private sealed record DeletedStudy(string Study, bool Deleted);
}
