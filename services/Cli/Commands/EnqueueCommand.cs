using System.CommandLine;
using ArchOpt.Cli.Files;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt enqueue STUDY FILE</c>: explicit configurations to run next.</summary>
internal static class EnqueueCommand
{
    public static Command Create(CommandScope scope)
    {
        var study = CommandScope.Study();
        var file = new Argument<string>("FILE") { Description = "JSON (an array, or one configuration per line) or CSV (columns like arch[0].width); - reads JSON from standard input" };
        return scope.Do(new("enqueue", "Run explicit configurations next") { study, file }, async (call, cancellationToken) =>
        {
            var content = await InputFile.ReadAsync(call.Get(file), call.Surroundings, cancellationToken);
            var isText = Path.GetExtension(content.Name).Equals(".csv", StringComparison.OrdinalIgnoreCase);
            await using var connection = await call.Connector.ConnectAsync(cancellationToken);
            var configurations = isText
                ? ConfigurationCsv.Read(content, TextParameters.Of((await connection.Client.GetStudyAsync(call.Get(study), cancellationToken)).Definition))
                : ConfigurationJson.Read(content);
            if (configurations.IsEmpty) throw CliException.Wrong($"{content.Name}: holds no configuration.");
            var enqueued = await connection.Client.EnqueueAsync(call.Get(study), configurations, cancellationToken);
            if (call.Options.Json) await call.Results.JsonAsync(enqueued);
            else await call.Results.LineAsync($"{call.Get(study)}: enqueued {enqueued.Numbers.Length} as {Ranges(enqueued.Numbers)}");
            return ExitCode.Done;
        });
    }

    private static string Ranges(IReadOnlyList<long> numbers) => numbers.Count switch
    {
        0 => "no trial",
        1 => $"trial {numbers[0]}",
        _ when numbers[^1] - numbers[0] == numbers.Count - 1 => $"trials {numbers[0]} to {numbers[^1]}",
        _ => "trials " + string.Join(", ", numbers),
    };
}
