using System.Collections.Immutable;
using ArchOpt.Proposal.Running;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Storage;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Api;

/// <summary>
/// Starts studies from their files. The same file under the same name is the same study: it goes on where it was, also
/// under another budget. Another file under that name is refused.
/// </summary>
internal sealed class StudyCreation(IStudyStore store, StudyRegistry studies, StudyDefinitions definitions, TimeProvider clock, ILogger<StudyCreation> log)
{
    /// <summary>The study, and whether it is new.</summary>
    /// <exception cref="InputException">400: the file is wrong; 409: the name belongs to another search, or to a cancelled one.</exception>
    public async Task<(StudyRecord Record, bool IsNew)> StartAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        var study = Parse(file.Span);
        if (await store.FindStudyAsync(study.Name, cancellationToken) is { } existing) return (await ResumeAsync(existing, study, cancellationToken), false);
        var record = new StudyRecord
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N"),
            Name = study.Name,
            Definition = StudyFileWriter.Write(study),
            Budget = study.Budget,
            Status = StudyStatus.Running,
            Reason = "started",
            Created = clock.GetUtcNow(),
        };
        if (!await store.TryCreateStudyAsync(record, cancellationToken))
        {
            // Somebody else was faster with the same name.
            var faster = await store.FindStudyAsync(study.Name, cancellationToken)
                ?? throw InputException.Conflict($"The study '{study.Name}' was created and deleted at the same time; try again.");
            return (await ResumeAsync(faster, study, cancellationToken), false);
        }

        log.LogInformation("Study {Study} starts: {Strategy} over {Evaluator}", study.Name, study.Strategy.Name, study.Evaluator.Name);
        await studies.Open(record).Loaded.WaitAsync(cancellationToken);
        return (record, true);
    }

    private async Task<StudyRecord> ResumeAsync(StudyRecord existing, StudyDefinition offered, CancellationToken cancellationToken)
    {
        var known = definitions.Read(existing) with { Budget = existing.Budget };
        var comparison = StudyResume.Compare(known, known.InForce(existing), offered);
        if (!comparison.IsSameSearch)
        {
            throw InputException.Conflict(
                $"study: '{existing.Name}' exists and differs from this file in its {comparison.DifferentKey}; choose another name, or delete it first (archopt run --fresh).");
        }

        var unchanged = comparison.Resumption == StudyResumption.Same;
        if (unchanged && existing.Status is StudyStatus.Running or StudyStatus.Completed or StudyStatus.Failed && !await WaitsForItsFirstTrialAsync(existing, cancellationToken)) return existing;
        var reply = await studies.SendAsync(existing.Id, new StudyEvent.ResumeRequested(offered.Budget), cancellationToken);
        if (reply is EventReply.Refused refused) throw InputException.Conflict($"study: '{existing.Name}' cannot go on: {refused.Reason}.");
        return await store.FindStudyAsync(existing.Name, cancellationToken) ?? existing;
    }

    /// <summary>Nothing of its own has run: it holds what was imported, and its file says that it is to go on from there.</summary>
    private async Task<bool> WaitsForItsFirstTrialAsync(StudyRecord study, CancellationToken cancellationToken) =>
        study is { Status: StudyStatus.Completed, Imported: > 0 } && (await store.CountTrialsAsync(study.Id, cancellationToken)).Values.Sum() == study.Imported;

    /// <exception cref="InputException">400: the file is wrong; each mistake with its path and line.</exception>
    public static StudyDefinition Parse(ReadOnlySpan<byte> file)
    {
        var result = StudyFile.Read(file);
        if (result.Definition is { } study) return study;
        var errors = result.Errors
            .GroupBy(e => e.Path.Length > 0 ? e.Path : "study")
            .ToImmutableSortedDictionary(g => g.Key, g => g.Select(e => e.Line > 0 ? $"line {e.Line}: {e.Message}" : e.Message).ToArray());
        throw new InputException(400, "The study file is not valid.", errors);
    }
}
