using System.Collections.Immutable;

namespace ArchOpt.Search.Pruners;

/// <summary>One bracket: how early it begins to stop trials, and how many it takes.</summary>
/// <param name="S">How often it cuts: s = 0 runs everything to its end.</param>
/// <param name="Trials">The n of the paper: its share of a full round of all brackets.</param>
/// <param name="FirstResource">The r of the paper: the resource that each of its trials gets at least.</param>
/// <param name="Rungs">The steps at which it cuts.</param>
public sealed record HyperbandBracket(int S, long Trials, double FirstResource, ImmutableArray<long> Rungs);

/// <summary>
/// The brackets of Hyperband (Li, Jamieson, DeSalvo, Rostamizadeh and Talwalkar, "Hyperband: A Novel Bandit-Based Approach
/// to Hyperparameter Optimization", JMLR 18(185), 2018, algorithm 1) and which trial belongs to which.
/// </summary>
/// <remarks>
/// With R the largest resource in units of the smallest, s_max = floor(log_eta R); bracket s takes n = ceil((s_max + 1)
/// eta^s / (s + 1)) trials from resource R eta^-s on. The paper runs one bracket after the other. Here trials are
/// dealt so that after any number of them each bracket has had its share (the divisor method of Webster), which a study that
/// ends in the middle of a round needs; which bracket a trial is in follows from its number alone.
/// </remarks>
public sealed class HyperbandBrackets
{
    private readonly List<byte> dealt = [];
    private readonly long[] shares;

    /// <param name="minResource">The smallest resource.</param>
    /// <param name="maxResource">The largest; null for no bound, and then there is one bracket, which cuts for ever.</param>
    /// <param name="count">How many brackets at most, from the most aggressive one on; null for all.</param>
    public HyperbandBrackets(double minResource, double? maxResource, double eta, int? count = null)
    {
        if (maxResource is not { } max)
        {
            All = [new(int.MaxValue, 1, minResource, RungLadder.Of(minResource, eta, null))];
        }
        else
        {
            // The tolerance is for ratios that are powers of eta up to rounding.
            var most = (int)Math.Floor((Math.Log(max / minResource) / Math.Log(eta)) + 1e-9);
            All = [.. Enumerable.Range(0, Math.Min(most + 1, count ?? int.MaxValue)).Select(i => Bracket(most, most - i))];
        }

        shares = new long[All.Length];

        HyperbandBracket Bracket(int most, int s)
        {
            var first = minResource * Math.Pow(eta, most - s);
            return new(s, (long)Math.Ceiling(((most + 1) * Math.Pow(eta, s) / (s + 1)) - 1e-9), first, RungLadder.Of(first, eta, maxResource));
        }
    }

    /// <summary>The most aggressive bracket first.</summary>
    public ImmutableArray<HyperbandBracket> All { get; }

    /// <summary>The index in <see cref="All"/> of the trial's bracket.</summary>
    public int Of(long trial)
    {
        if (All.Length == 1) return 0;
        while (dealt.Count <= trial) dealt.Add(Next());
        return dealt[(int)trial];
    }

    private byte Next()
    {
        var next = 0;
        for (var i = 1; i < shares.Length; i++)
        {
            if (Claim(i) < Claim(next)) next = i;
        }

        shares[next]++;
        return (byte)next;
    }

    /// <summary>Who has the lowest claim is next.</summary>
    private double Claim(int bracket) => (shares[bracket] + 0.5) / All[bracket].Trials;
}
