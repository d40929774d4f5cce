using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ArchOpt.Operations.Tests;

/// <summary>A dashboard of infra/grafana as its file has it.</summary>
internal sealed partial class Dashboard
{
    private Dashboard(string file, JsonElement json)
    {
        File = file;
        Json = json;
        Panels = [.. json.GetProperty("panels").EnumerateArray().SelectMany(WithInner).Select(panel => new Panel(panel))];
        Variables = [.. json.GetProperty("templating").GetProperty("list").EnumerateArray().Select(variable => variable.GetProperty("name").GetString()!)];
    }

    public string File { get; }

    public JsonElement Json { get; }

    public string Uid => Json.GetProperty("uid").GetString()!;

    /// <summary>Rows too, and what is inside of collapsed ones.</summary>
    public ImmutableArray<Panel> Panels { get; }

    public ImmutableArray<string> Variables { get; }

    public IEnumerable<Query> Queries => Panels.SelectMany(panel => panel.Targets.Select(target => new Query(this, panel, target)));

    public static IEnumerable<Dashboard> All() => Directory.GetFiles(Testing.Repository.PathOf("infra/grafana/dashboards"), "*.json")
        .Order(StringComparer.Ordinal).Select(file => new Dashboard(Path.GetFileName(file), Parse(System.IO.File.ReadAllText(file))));

    /// <summary>The variables that a text of the dashboard names.</summary>
    public static IEnumerable<string> VariablesIn(string text) => Reference().Matches(text).Select(match => match.Groups["name"].Value);

    /// <summary>The text with its variables replaced.</summary>
    public static string Fill(string text, Func<string, string> value) => Reference().Replace(text, match => value(match.Groups["name"].Value));

    /// <summary>The value that a variable of the dashboard begins with.</summary>
    public string Default(string variable) => Json.GetProperty("templating").GetProperty("list").EnumerateArray()
        .First(candidate => candidate.GetProperty("name").GetString() == variable).GetProperty("current").GetProperty("value").GetString()!;

    private static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private static IEnumerable<JsonElement> WithInner(JsonElement panel) =>
        panel.TryGetProperty("panels", out var inner) ? inner.EnumerateArray().Prepend(panel) : [panel];

    [GeneratedRegex(@"\$(?:\{(?<name>[A-Za-z_.]+)(?::[a-z]+)?\}|(?<name>[A-Za-z_]+))", RegexOptions.NonBacktracking)]
    private static partial Regex Reference();
}

/// <summary>A panel or a row.</summary>
internal sealed record Panel(JsonElement Json)
{
    public int Id => Json.GetProperty("id").GetInt32();

    public string Title => Json.GetProperty("title").GetString()!;

    public bool IsRow => Json.GetProperty("type").GetString() == "row";

    public string Description => Json.TryGetProperty("description", out var text) ? text.GetString()! : "";

    public IEnumerable<JsonElement> Targets => Json.TryGetProperty("targets", out var targets) ? targets.EnumerateArray() : [];

    public (int X, int Y, int W, int H) Place
    {
        get
        {
            var place = Json.GetProperty("gridPos");
            return (place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32(), place.GetProperty("w").GetInt32(), place.GetProperty("h").GetInt32());
        }
    }
}

/// <summary>One query of a panel.</summary>
internal sealed record Query(Dashboard Dashboard, Panel Panel, JsonElement Target)
{
    public string Expression => Target.GetProperty("expr").GetString()!;

    /// <summary>The dashboard says that it shows nothing when all is well.</summary>
    public bool MayBeEmpty => Target.TryGetProperty("emptyWhenHealthy", out var flag) && flag.GetBoolean();

    public override string ToString() => $"{Dashboard.File}: {Panel.Title} {Target.GetProperty("refId").GetString()}";
}
