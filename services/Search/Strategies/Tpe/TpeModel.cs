namespace ArchOpt.Search.Strategies.Tpe;

/// <summary>The densities of good and of bad trials over the space. Their ratio grows with expected improvement (Bergstra et al. 2011, section 4.1).</summary>
internal sealed class TpeModel
{
    private readonly ParzenMixture bad;

    public TpeModel(ParzenTree tree, ParzenGroup good, ParzenGroup bad, bool joint, double bandwidth)
    {
        var widths = Bandwidths.Of(tree, good, joint, bandwidth);
        Good = joint ? new JointMixture(tree, good, widths) : new FactorisedMixture(tree, good, widths);
        this.bad = joint ? new JointMixture(tree, bad, widths) : new FactorisedMixture(tree, bad, widths);
    }

    public ParzenMixture Good { get; }

    /// <summary>log(good / bad).</summary>
    public double LogRatio(ReadOnlySpan<double> point, ReadOnlySpan<bool> active) => Good.Log(point, active) - bad.Log(point, active);
}
