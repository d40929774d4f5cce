using System.CommandLine;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt schema</c>.</summary>
internal static class SchemaCommand
{
    public static Command Create(CommandScope scope) =>
        scope.Do(new("schema", "Print the JSON Schema of a study file, for editors"), async (call, cancellationToken) =>
        {
            await call.Results.LineAsync(StudySchema.Json().TrimEnd());
            return ExitCode.Done;
        });
}
