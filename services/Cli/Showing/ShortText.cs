using System.Globalization;
using ArchOpt.Cli.Output;
using ArchOpt.Contracts.Http;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Cli.Showing;

/// <summary>Configurations, models and trainings in the few words that a line has room for.</summary>
internal static class ShortText
{
    /// <summary><c>embedding_dim=96 n_heads=8</c>, without the value that names the group, which is said elsewhere.</summary>
    public static string Configuration(Configuration configuration, string? group, Func<string, bool>? which = null) => string.Join(
        ' ',
        configuration.Entries.Where(entry => !IsName(entry.Value, group) && which?.Invoke(entry.Key) != false).Select(entry => $"{entry.Key}={Value(entry.Value)}"));

    /// <summary>The learning rate and dropout, which everybody looks for first.</summary>
    public static bool IsTraining(string parameter) =>
        parameter is "lr" || parameter.EndsWith("learning_rate", StringComparison.OrdinalIgnoreCase) || parameter.Contains("dropout", StringComparison.OrdinalIgnoreCase);

    /// <summary>How many parameters a model has: <c>~37k</c>.</summary>
    public static string Parameters(double count) => count switch
    {
        >= 1e9 => Rounded(count / 1e9) + "G",
        >= 1e6 => Rounded(count / 1e6) + "M",
        >= 999.5 => Rounded(count / 1e3) + "k",
        _ => "~" + Math.Round(count).ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The model's size as it was reported; null when it was not.</summary>
    public static double? Parameters(IReadOnlyDictionary<string, double> metrics) =>
        metrics.TryGetValue(GroupResults.ParametersMetric, out var count) && double.IsFinite(count) ? count : null;

    /// <summary><c>best at epoch 24 of 60</c>.</summary>
    public static string Training(TrainingSummary training) =>
        $"best at epoch {training.BestStep} of {training.LastStep}" + (training.StoppedEarly ? ", stopped early" : "");

    /// <summary><c>from GAT+RL's best, trial 31</c>.</summary>
    public static string Inherited(InheritedView from) => $"from {from.Group}'s best, trial {from.Number}";

    private static string Rounded(double number) => "~" + number.ToString(number < 9.95 ? "0.#" : "0", CultureInfo.InvariantCulture);

    private static bool IsName(ParameterValue value, string? group) =>
        group is not null && (value.Kind == ParameterValueKind.Text ? value.Text : value.ToString()) == group;

    /// <summary>Six significant digits of a number, text without quotes.</summary>
    public static string Value(ParameterValue value) => value.Kind switch
    {
        ParameterValueKind.Number => Show.Number(value.Number),
        ParameterValueKind.Text => value.Text,
        _ => value.ToString(),
    };
}
