using System.Globalization;
using System.Text.Json;
using ArchOpt.AppHost.Local.Output;

namespace ArchOpt.AppHost.Local.Studies;

/// <summary>What Proposal's list of studies says about one of them. Members it leaves out are null or zero.</summary>
internal sealed record StudyProgress(string Name, string Status, int Completed, int Failed, int Finished, int Running, int? Budget, double? Best, int? BestTrial)
{
    /// <summary>Whether nothing more will happen to it by itself.</summary>
    internal bool HasEnded => Status is "completed" or "cancelled" or "failed";

    /// <summary>Whether it ended as it should: with a best trial.</summary>
    internal bool HasSucceeded => Status == "completed" && Best is not null;

    internal static IReadOnlyList<StudyProgress> Read(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Select(ReadOne)]
            : [];

    public override string ToString()
    {
        var done = Budget is { } budget ? string.Create(CultureInfo.InvariantCulture, $"{Finished}/{budget}") : Finished.ToString(CultureInfo.InvariantCulture);
        var best = Best is { } value ? $", best {Terminal.Number(value)}" : string.Empty;
        var trial = Best is not null && BestTrial is { } number ? string.Create(CultureInfo.InvariantCulture, $" (trial {number})") : string.Empty;
        var failed = Failed > 0 ? string.Create(CultureInfo.InvariantCulture, $", {Failed} failed") : string.Empty;
        return $"{Name}: {Status}, {done} trials{best}{trial}{failed}";
    }

    private static StudyProgress ReadOne(JsonElement item)
    {
        var trials = Member(item, "trials");
        var best = Member(item, "best");
        var completed = Int(trials, "completed") ?? 0;
        var failed = Int(trials, "failed") ?? 0;
        var otherwise = (Int(trials, "infeasible") ?? 0) + (Int(trials, "pruned") ?? 0) + (Int(trials, "cancelled") ?? 0);
        return new StudyProgress(
            Text(item, "name") ?? Text(item, "study") ?? "?",
            (Text(item, "status") ?? "unknown").ToLowerInvariant(),
            completed,
            failed,
            completed + failed + otherwise,
            Int(trials, "running") ?? 0,
            Int(Member(item, "budget"), "trials"),
            Double(best, "value"),
            Int(best, "number"));
    }

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static int? Int(JsonElement? element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : null;

    private static double? Double(JsonElement? element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
}
