using System.Text.Json;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Hosting;
using ArchOpt.ServiceDefaults.Http;

namespace ArchOpt.Analysis.Console.Operator;

/// <summary>
/// What Proposal says of the studies that are looked at: asked at most once every <see cref="Refresh"/>, however many look. Nobody waits for it
/// longer than for a first answer: what was said last is shown while it is asked again.
/// </summary>
/// <remarks>Thread-safe. Nothing runs while nobody looks.</remarks>
internal sealed class ProposalWords(IServiceProvider services, TimeProvider time)
{
    public static readonly TimeSpan Refresh = TimeSpan.FromSeconds(2);

    /// <summary>How long a page waits for a first answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>What nobody has asked for so long is forgotten.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <param name="study">Its name.</param>
    /// <param name="key">Of whoever looks; the answer is for all who may look.</param>
    /// <param name="patience">How long to wait where nothing newer than <see cref="Idle"/> is known.</param>
    /// <param name="cancellationToken">Ends the waiting, not the asking.</param>
    public async Task<ProposalWord> HearAsync(string study, OperatorKey key, TimeSpan patience, CancellationToken cancellationToken)
    {
        Task<ProposalWord> asking;
        ProposalWord? known;
        lock (gate)
        {
            var now = time.GetTimestamp();
            foreach (var old in entries.Where(pair => time.GetElapsedTime(pair.Value.Asked, now) > Idle).Select(pair => pair.Key).ToList()) entries.Remove(old);
            var entry = entries.GetValueOrDefault(study) ?? (entries[study] = new());
            known = entry.Last;
            if (entry.Asking is { } current && (!current.IsCompleted || (known is not null && time.GetElapsedTime(entry.Asked, now) < Refresh)))
            {
                asking = current;
            }
            else
            {
                entry.Asked = now;
                entry.Asking = asking = Task.Run(() => AskAsync(study, key, entry), CancellationToken.None);
            }
        }

        if (asking.IsCompleted) return await asking;
        if (known is not null) return known;
        await Task.WhenAny(asking, Task.Delay(patience, time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return asking.IsCompleted ? await asking : new(null, "Proposal takes its time to answer.");
    }

    /// <summary>What was said is no longer so: somebody has just changed the study.</summary>
    public void Forget(string study)
    {
        lock (gate) entries.Remove(study);
    }

    private async Task<ProposalWord> AskAsync(string study, OperatorKey key, Entry entry)
    {
        var word = await AskAsync(study, key, entry.Last?.View);
        entry.Last = word;
        return word;
    }

    private async Task<ProposalWord> AskAsync(string study, OperatorKey key, StudyView? before)
    {
        try
        {
            var proposal = services.GetRequiredService<ProposalClient>();
            return new(await proposal.GetStudyAsync(study, key, CancellationToken.None), null);
        }
        catch (Exception e) when (e is ProposalUnreachableException or WrongConfigurationException)
        {
            return new(before, e.Message);
        }
        catch (ServerRefusedException e)
        {
            return new(before, $"Proposal does not tell about this study: {string.Join(" ", e.Lines)}");
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            return new(before, $"What Proposal answers cannot be read: {e.Message}");
        }
    }

    private sealed class Entry
    {
        private ProposalWord? last;

        public ProposalWord? Last
        {
            get => Volatile.Read(ref last);
            set => Volatile.Write(ref last, value);
        }

        public Task<ProposalWord>? Asking { get; set; }

        public long Asked { get; set; }
    }
}
