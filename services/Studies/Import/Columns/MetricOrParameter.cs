using System.Collections.Frozen;

namespace ArchOpt.Studies.Import.Columns;

/// <summary>Which of the two a column of a flat table is, as far as anything says so.</summary>
internal enum Leaning
{
    Unknown,
    Parameter,
    Metric,
}

/// <summary>
/// The rule by which a flat table's columns are told apart when nobody names the parameters. A column of text, of booleans or of a list's
/// values is a parameter. Else its name speaks, word by word: words such as loss, auc or val make it a metric, words such as size, rate or
/// dropout a parameter, and these win (<c>train_batch_size</c>, <c>loss_weight</c>). Else it is a metric when it has a value exactly where
/// the objective has one while other trials failed; or when nearly all of its values are different numbers with many digits while the known
/// parameters repeat theirs, and none of these stands to its right: tables begin with parameters. What is left is a parameter.
/// </summary>
internal static class MetricOrParameter
{
    private static readonly FrozenSet<string> MetricWords = Words(
        "loss cost acc accuracy auc auroc roc aucpr auprc f1 fscore rmse mse mae mape r2 error err score reward regret perplexity ppl bleu rouge meteor precision "
        + "recall sensitivity specificity ndcg mrr map iou dice miou psnr ssim fid hit hits likelihood nll logloss elbo ne qps latency throughput fps flops macs "
        + "memory mem gpu_mem objective fitness metric val valid validation test train eval dev epoch run trained best final stopped reached runtime seconds minutes ms parameters "
        + "complexity energy power correlation spearman pearson kappa mcc ece brier profit sharpe");

    private static readonly FrozenSet<string> ParameterWords = Words(
        "size batch lr learning dropout drop decay wd weight weights momentum beta beta1 beta2 betas alpha gamma lambda epsilon eps temperature tau layers layer depth "
        + "width units hidden dim dims dimension d heads head filters kernel stride padding pool channels embedding optimizer optim scheduler schedule warmup activation "
        + "act norm normalization init initializer seed ratio factor clip clipping model arch architecture backbone type kind mode function fn method strategy name "
        + "estimators leaves leaf split samples bins degree c penalty regularization reg l1 l2 smoothing patience augment augmentation resolution length context "
        + "window horizon lookback budget tier");

    private static readonly FrozenSet<string> Counted = Words("params parameters param parameter weights flops macs");
    private static readonly FrozenSet<string> Unmistakable = Words("objective objective_value value target_value final_value");

    /// <summary>A name that says of itself that it is the objective.</summary>
    public static bool IsUnmistakable(string name) => Unmistakable.Contains(KnownColumns.Normal(name));

    /// <summary>By the kind of its values and by its name.</summary>
    public static Leaning ByName(ColumnFacts facts)
    {
        var name = facts.Column.Name;
        if (ParameterPath.IsInList(name) || !facts.IsNumeric) return Leaning.Parameter;
        if (IsUnmistakable(name)) return Leaning.Metric;
        var words = WordsOf(name);
        if (words.Length > 1 && words[0] is "n" or "num" or "number" or "total" or "trainable" or "model" && words.Any(Counted.Contains)) return Leaning.Metric;
        if (words is ["params"] or ["epoch"] or ["step"] or ["best", "epoch"] or ["best", "step"]) return Leaning.Metric;
        if (words is ["active" or "best" or "reached", _, ..]) return Leaning.Metric; // active_dims is what a training ended with
        if (words.Any(ParameterWords.Contains)) return Leaning.Parameter;
        return words.Any(MetricWords.Contains) ? Leaning.Metric : Leaning.Unknown;
    }

    /// <summary>The words of a name, in lower case.</summary>
    internal static string[] WordsOf(string name) => KnownColumns.Normal(Spaced(name)).Split('_', StringSplitOptions.RemoveEmptyEntries);

    internal static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>learningRate is learning_rate.</summary>
    private static string Spaced(string name) => string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) && char.IsLower(name[i - 1]) ? $"_{c}" : c.ToString()));
}
