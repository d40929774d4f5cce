using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ArchOpt.Contracts.Http;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt tell STUDY NUMBER VALUE [--metric k=v ...] [--failed REASON]</c>.</summary>
internal static class TellCommand
{
    public static Command Create(CommandScope scope)
    {
        var study = CommandScope.Study();
        var number = Numbers.Range(new Argument<long>("NUMBER") { Description = "The trial's number" }, 0);
        var values = new Argument<string[]>("VALUE") { Description = "One value per objective; NaN and inf are values too", Arity = ArgumentArity.ZeroOrMore };
        var metrics = new Option<string[]>("--metric") { Description = "A further metric; may be repeated", HelpName = "k=v", Arity = ArgumentArity.OneOrMore };
        var failed = new Option<string?>("--failed") { Description = "The run failed, and why", HelpName = "REASON" };
        var infeasible = new Option<string?>("--infeasible") { Description = "The configuration can never work, and why", HelpName = "REASON" };
        var attempt = Numbers.Range(new Option<int?>("--attempt") { Description = "The attempt that ask handed out [the current one]", HelpName = "N" }, 1);
        var command = new Command("tell", "Report the result of a trial that was asked for") { study, number, values, metrics, failed, infeasible, attempt };
        command.Validators.Add(Check);
        return scope.Do(command, async (call, cancellationToken) =>
        {
            var told = call.Get(values).Select(text => Number("VALUE", text)).ToImmutableArray();
            var (state, reason) = call.Get(failed) is { } why ? ("failed", why)
                : call.Get(infeasible) is { } never ? ("infeasible", never)
                : ((string?)null, (string?)null);
            var request = new TellRequest(
                told.Length == 1 ? told[0] : null,
                told.Length > 1 ? told : null,
                Metrics(call.Get(metrics)),
                state,
                reason,
                call.Get(attempt));
            var answer = await call.AskAsync(client => client.TellAsync(call.Get(study), call.Get(number), request, cancellationToken), cancellationToken);
            if (call.Options.Json) await call.Results.JsonAsync(answer);
            else await call.Results.LineAsync($"trial {answer.Number}: {answer.State}{(answer.Superseded ? " (this attempt was superseded; its result is kept but not counted)" : "")}");
            return ExitCode.Done;
        });

        void Check(CommandResult result)
        {
            var count = result.GetResult(values)?.Tokens.Count ?? 0;
            var reasons = (result.GetResult(failed) is null ? 0 : 1) + (result.GetResult(infeasible) is null ? 0 : 1);
            if (count == 0 && reasons == 0) result.AddError("VALUE: is missing; give a value, --failed REASON or --infeasible REASON");
            if (reasons == 2 || (count > 0 && reasons > 0)) result.AddError("VALUE, --failed and --infeasible: give one of them only");
        }
    }

    private static ImmutableSortedDictionary<string, double>? Metrics(string[]? pairs)
    {
        if (pairs is not { Length: > 0 }) return null;
        var metrics = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var at = pair.LastIndexOf('=');
            if (at <= 0) throw CliException.Wrong($"--metric: must be name=number (was '{pair}')");
            if (metrics.ContainsKey(pair[..at])) throw CliException.Wrong($"--metric: {pair[..at]} is given twice");
            metrics.Add(pair[..at], Number($"--metric {pair[..at]}", pair[(at + 1)..]));
        }

        return metrics.ToImmutable();
    }

    private static double Number(string what, string text) => text.ToLowerInvariant() switch
    {
        "nan" => double.NaN,
        "inf" or "+inf" or "infinity" or "+infinity" => double.PositiveInfinity,
        "-inf" or "-infinity" => double.NegativeInfinity,
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => value,
        _ => throw CliException.Wrong($"{what}: must be a number, NaN, inf or -inf (was '{text}')"),
    };
}
