using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using ArchOpt.Cli.Files;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.History;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt validate FILE</c>: needs no server.</summary>
internal static class ValidateCommand
{
    public static Command Create(CommandScope scope)
    {
        var file = new Argument<string>("FILE") { Description = "The study file" };
        return scope.Do(new("validate", "Check a study file; print the resolved study and the size of its space") { file }, async (call, cancellationToken) =>
        {
            var study = await StudyFiles.ReadAsync(call.Get(file), call.Surroundings, cancellationToken);
            var size = SpaceSize.Of(study.Space);
            if (call.Options.Json)
            {
                using var resolved = JsonDocument.Parse(StudyFileWriter.Write(study));
                await call.Results.JsonAsync(new Validated(true, resolved.RootElement, new(size.ToString(), size.IsFinite, size.IsExact), StudyHints.Of(study)));
                return ExitCode.Done;
            }

            await call.Results.LineAsync(StudyFileWriter.ToYaml(study).TrimEnd());
            await call.Results.LineAsync($"# {call.Get(file)} is valid; its space: {size}");
            if (StudyStrategy.Explain(study) is { } choice) await call.Results.LineAsync($"# {study.Strategy.Name}: {choice}");
            foreach (var hint in StudyHints.Of(study)) await call.Results.LineAsync($"# hint: {hint}");
            return ExitCode.Done;
        });
    }

    private sealed record Validated(bool Valid, JsonElement Study, SpaceView Space, ImmutableArray<string> Hints);

    private sealed record SpaceView(string Size, bool Finite, bool Exact);
}
