using System.Collections.Immutable;
using System.CommandLine;
using ArchOpt.Cli.Copying;
using ArchOpt.Storage;
using ArchOpt.Storage.Copying;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt copy --from STORE --to STORE [--study NAME ...]</c>: studies move from one store to another, no server needed.</summary>
internal static class CopyCommand
{
    public static Command Create(CommandScope scope)
    {
        const string Stores = "sqlite:DIR or mongodb://HOST/DATABASE; @FILE reads it from a file";
        var from = new Option<string>("--from") { Description = $"The store to read: {Stores}", HelpName = "STORE", Required = true };
        var to = new Option<string>("--to") { Description = "The store to write, created when absent", HelpName = "STORE", Required = true };
        var studies = new Option<string[]>("--study") { Description = "Only this study; again for more [all]", HelpName = "NAME", AllowMultipleArgumentsPerToken = true };
        var command = new Command("copy", "Copy studies from one store to another; the same call again goes on where it stopped") { from, to, studies };
        return scope.Do(command, async (call, cancellationToken) =>
        {
            var (source, destination) = (NamedStore.Normalize(call.Get(from)), NamedStore.Normalize(call.Get(to)));
            if (source == destination) throw CliException.Wrong("--to: is the same store as --from.");
            if (!StudyStores.MayExist(source)) throw CliException.Wrong($"--from: there is no store in {source["sqlite:".Length..]}.");
            await using var reading = await NamedStore.OpenAsync("--from", source, call.Surroundings.Clock, cancellationToken);
            await using var writing = await NamedStore.OpenAsync("--to", destination, call.Surroundings.Clock, cancellationToken);
            var chosen = Choose(await reading.Store.ListStudiesAsync(cancellationToken), call.Get(studies) ?? []);
            return await CopyAsync(call, new(reading.Store, writing.Store), chosen, cancellationToken);
        });
    }

    private static ImmutableArray<StudyRecord> Choose(ImmutableArray<StudyRecord> all, string[] names)
    {
        if (names.Length == 0) return all;
        var missing = names.Where(name => all.All(study => study.Name != name)).Select(name => $"--study: the source has no study '{name}'.").ToImmutableArray();
        return missing.IsEmpty ? [.. all.Where(study => names.Contains(study.Name))] : throw new CliException(ExitCode.Wrong, missing);
    }

    /// <summary>A study that is refused does not keep the others from being copied.</summary>
    private static async Task<int> CopyAsync(Call call, StoreCopy copy, ImmutableArray<StudyRecord> studies, CancellationToken cancellationToken)
    {
        var display = new CopyDisplay(call.Surroundings);
        var copied = new List<CopiedStudy>();
        foreach (var study in studies)
        {
            try
            {
                copied.Add(await copy.CopyAsync(study, display, cancellationToken));
                display.Clear();
                if (!call.Options.Json) await call.Results.LineAsync(Line(copied[^1]));
            }
            catch (CopyRefusedException refusal)
            {
                display.Clear();
                await call.SayAsync(refusal.Message);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                display.Clear();
                await call.SayAsync($"{study.Name}: interrupted; the same call again goes on where it stopped.");
                throw;
            }
        }

        if (call.Options.Json) await call.Results.JsonAsync(copied);
        else if (studies.IsEmpty) await call.SayAsync("The source has no studies.");
        return copied.Count == studies.Length ? ExitCode.Done : ExitCode.Failed;
    }

    private static string Line(CopiedStudy study)
    {
        var curves = $"{Count(study.CurvePoints, "point")} of learning curves{(study.WasThere ? "; all of it was there" : "")}";
        return $"{study.Study}: {Count(study.Trials, "trial")}, {Count(study.Observations, "observation")}, {curves}";
    }

    private static string Count(long count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
