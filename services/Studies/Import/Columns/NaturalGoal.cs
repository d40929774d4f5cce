using System.Collections.Frozen;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Import.Columns;

/// <summary>
/// Which way is better when nobody says: more, where the name says so in the words that everybody uses (<c>val_auc</c>, <c>test_accuracy</c>,
/// <c>episode_reward</c>); less for everything else. An import shows the goal that it took.
/// </summary>
internal static class NaturalGoal
{
    private static readonly FrozenSet<string> More = MetricOrParameter.Words(
        "acc accuracy auc auroc aucpr auprc f1 fscore precision recall sensitivity specificity r2 score reward return bleu rouge meteor ndcg mrr map iou miou dice psnr ssim "
        + "hit hits likelihood elbo mcc kappa spearman pearson profit sharpe fitness qps fps throughput");

    private static readonly FrozenSet<string> Less = MetricOrParameter.Words("loss cost error err regret neg negative nll inverse minus distance");

    public static Goal Of(string metric)
    {
        var words = MetricOrParameter.WordsOf(metric);
        return words.Any(More.Contains) && !words.Any(Less.Contains) ? Goal.Maximize : Goal.Minimize;
    }
}
