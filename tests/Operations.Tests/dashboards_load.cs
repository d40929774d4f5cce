using System.Text.Json;

namespace ArchOpt.Operations.Tests;

/// <summary>What Grafana does not forgive, and what a reader of a panel is owed.</summary>
public sealed class dashboards_load
{
    /// <summary>What Grafana itself fills in.</summary>
    private static readonly string[] BuiltIn = ["__all", "__interval", "__rate_interval", "__range", "__field.labels.study"];

    [Fact]
    public void there_are_three_of_them_and_their_uids_differ() =>
        Dashboard.All().Select(dashboard => (dashboard.File, dashboard.Uid)).ShouldBe(
            [("broker-and-store.json", "archopt-broker-and-store"), ("fleet.json", "archopt-fleet"), ("search.json", "archopt-search")]);

    [Fact]
    public void they_are_of_a_schema_that_grafana_11_and_12_read()
    {
        foreach (var dashboard in Dashboard.All())
        {
            dashboard.Json.GetProperty("schemaVersion").GetInt32().ShouldBeInRange(39, 42);
            dashboard.Json.TryGetProperty("id", out _).ShouldBeFalse("an id belongs to one installation");
        }
    }

    [Fact]
    public void panels_have_ids_of_their_own_and_do_not_overlap()
    {
        foreach (var dashboard in Dashboard.All())
        {
            dashboard.Panels.Select(panel => panel.Id).ShouldBeUnique();
            var cells = dashboard.Panels.SelectMany(panel => Cells(panel).Select(cell => (cell, panel.Title))).ToArray();
            cells.Where(cell => cell.cell.X is < 0 or > 23).ShouldBeEmpty($"{dashboard.File} is 24 columns wide");
            cells.GroupBy(cell => cell.cell).Where(cell => cell.Count() > 1).Select(cell => string.Join(" / ", cell.Select(c => c.Title))).ShouldBeEmpty(dashboard.File);
        }
    }

    [Fact]
    public void every_panel_says_what_it_shows_and_in_which_unit()
    {
        foreach (var panel in Dashboard.All().SelectMany(dashboard => dashboard.Panels).Where(panel => !panel.IsRow))
        {
            panel.Description.Length.ShouldBeGreaterThan(30, panel.Title);
            panel.Description.ShouldEndWith(".");
            panel.Json.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("unit").GetString().ShouldNotBeNullOrEmpty(panel.Title);
            panel.Targets.ShouldNotBeEmpty(panel.Title);
            panel.Targets.Select(target => target.GetProperty("refId").GetString()).ShouldBeUnique();
        }
    }

    [Fact]
    public void a_panel_that_is_empty_when_all_is_well_says_so()
    {
        var silent = Dashboard.All().SelectMany(dashboard => dashboard.Queries).GroupBy(query => query.Panel)
            .Where(panel => panel.All(query => query.MayBeEmpty)).Select(panel => panel.Key).ToArray();
        silent.ShouldNotBeEmpty();
        silent.Where(panel => !panel.Description.Contains("Empty", StringComparison.Ordinal)).Select(panel => panel.Title).ShouldBeEmpty();
    }

    [Fact]
    public void every_variable_that_is_named_exists()
    {
        foreach (var dashboard in Dashboard.All())
        {
            dashboard.Variables.ShouldBeUnique();
            Texts(dashboard.Json).SelectMany(Dashboard.VariablesIn).Except(dashboard.Variables).Except(BuiltIn).ShouldBeEmpty(dashboard.File);
            var used = dashboard.Queries.SelectMany(query => Dashboard.VariablesIn(query.Expression)).Concat(Texts(dashboard.Json).SelectMany(Dashboard.VariablesIn)).ToHashSet();
            dashboard.Variables.Where(variable => !used.Contains(variable)).ShouldBeEmpty($"{dashboard.File} has variables that change nothing");
        }
    }

    [Fact]
    public void every_data_source_is_the_one_that_is_chosen_and_the_choice_has_the_provisioned_one()
    {
        foreach (var dashboard in Dashboard.All())
        {
            var sources = Objects(dashboard.Json).Where(node => node.TryGetProperty("datasource", out _)).Select(node => node.GetProperty("datasource"))
                .Where(source => source.GetProperty("type").GetString() != "grafana").ToArray();
            sources.Length.ShouldBeGreaterThan(10);
            sources.Select(source => source.GetProperty("uid").GetString()).Distinct().ShouldBe(["${datasource}"]);
        }

        File.ReadAllText(Testing.Repository.PathOf("infra/grafana/provisioning/datasources/prometheus.yml")).ShouldContain("type: prometheus");
        File.ReadAllText(Testing.Repository.PathOf("infra/grafana/provisioning/dashboards/archopt.yml")).ShouldContain("path: $ARCHOPT_DASHBOARDS");
    }

    [Fact]
    public void the_search_dashboard_has_its_thresholds_as_settings_and_links_to_the_console()
    {
        var search = Dashboard.All().Single(dashboard => dashboard.File == "search.json");
        new[] { "excellent", "good", "acceptable" }.Select(search.Default).ShouldBe(["0.50", "0.51", "0.55"]);
        foreach (var dashboard in Dashboard.All())
            Texts(dashboard.Json).ShouldContain(text => text.StartsWith("${console}/console", StringComparison.Ordinal), dashboard.File);
    }

    private static IEnumerable<(int X, int Y)> Cells(Panel panel)
    {
        var (x, y, width, height) = panel.Place;
        return from column in Enumerable.Range(x, width) from row in Enumerable.Range(y, height) select (column, row);
    }

    private static IEnumerable<JsonElement> Objects(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Object => node.EnumerateObject().SelectMany(member => Objects(member.Value)).Prepend(node),
        JsonValueKind.Array => node.EnumerateArray().SelectMany(Objects),
        _ => [],
    };

    private static IEnumerable<string> Texts(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Object => node.EnumerateObject().SelectMany(member => Texts(member.Value)),
        JsonValueKind.Array => node.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [node.GetString()!],
        _ => [],
    };
}
