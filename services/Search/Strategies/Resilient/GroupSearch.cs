namespace ArchOpt.Search.Strategies.Resilient;

/// <summary>The mode in which a group is searched.</summary>
internal enum SearchMode
{
    /// <summary>Small steps around the best, wider with every observation that does not improve it.</summary>
    Normal,

    /// <summary>The vicinity of a best that is excellent.</summary>
    Local,

    /// <summary>Nothing has improved for long: demanding parameters are reduced.</summary>
    Jump,
}

/// <summary>
/// What is known of one model group: its best configuration and the mode that follows from its observations. It changes in
/// <see cref="Observe"/> and nowhere else.
/// </summary>
internal sealed class GroupSearch(ResilientSettings settings)
{
    private int localLeft;

    /// <summary>How many of its configurations were observed, repeats not counted.</summary>
    public long Observed { get; private set; }

    /// <summary>The completed observation with the lowest loss, the earlier one on a tie; null before the first.</summary>
    public Observation? Best { get; private set; }

    /// <summary>The observed configuration of the space with the lowest number, whatever became of it.</summary>
    public PendingConfiguration? First { get; private set; }

    /// <summary>How many observations in a row have not improved on the best.</summary>
    public int Stagnation { get; private set; }

    /// <summary>The number of the next configuration of a local exploration, from 1.</summary>
    public int LocalIteration => settings.Local.Iterations - localLeft + 1;

    public SearchMode Mode => localLeft > 0 ? SearchMode.Local : Stagnation >= settings.StagnationLimit ? SearchMode.Jump : SearchMode.Normal;

    /// <summary>Folds one observation of this group.</summary>
    /// <param name="observation">Any outcome: what did not complete stagnates.</param>
    /// <param name="isNew">The configuration was not observed before.</param>
    /// <param name="isInSpace">It is a point of the space; others can be no origin of a step.</param>
    public void Observe(Observation observation, bool isNew, bool isInSpace)
    {
        if (isNew) Observed++;
        if (isInSpace && (First is null || observation.Number < First.Number)) First = new(observation.Number, observation.Configuration);
        if (isInSpace && observation.Outcome == ObservedOutcome.Completed && observation.Loss < (Best?.Loss ?? double.PositiveInfinity))
        {
            Best = observation;
            Stagnation = 0;
            localLeft = observation.Loss < settings.Excellent ? settings.Local.Iterations : 0;
            return;
        }

        Stagnation++;
        if (localLeft > 0) localLeft--;
    }
}
