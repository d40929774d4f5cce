namespace ArchOpt.Proposal.Importing;

/// <summary>
/// Lets one import at a time into a study. Two at once would each infer a space without the other's rows; one behind the other, the second
/// knows what the first brought.
/// </summary>
/// <remarks>Over several Proposals the study's revision does the same, with a refusal in place of waiting.</remarks>
internal sealed class ImportTurns
{
    private readonly Lock guard = new();
    private readonly Dictionary<string, Turn> turns = new(StringComparer.Ordinal);

    /// <summary>Waits for one's turn. Dispose of the result to let the next one in.</summary>
    public async Task<IDisposable> TakeAsync(string study, CancellationToken cancellationToken)
    {
        Turn turn;
        lock (guard)
        {
            if (!turns.TryGetValue(study, out turn!)) turns[study] = turn = new Turn(this, study);
            turn.Interested++;
        }

        try
        {
            await turn.Free.WaitAsync(cancellationToken);
        }
        catch
        {
            Leave(turn);
            throw;
        }

        return turn;
    }

    private void Leave(Turn turn)
    {
        lock (guard)
        {
            if (--turn.Interested > 0) return;
            turns.Remove(turn.Study);
            turn.Free.Dispose();
        }
    }

    private sealed class Turn(ImportTurns all, string study) : IDisposable
    {
        public string Study => study;

        public SemaphoreSlim Free { get; } = new(1, 1);

        public int Interested { get; set; }

        public void Dispose()
        {
            Free.Release();
            all.Leave(this);
        }
    }
}
