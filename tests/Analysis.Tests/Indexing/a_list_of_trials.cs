using ArchOpt.Analysis.Console.Trials;
using ArchOpt.Analysis.Indexing;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Studies.Trials;
using Microsoft.AspNetCore.WebUtilities;

namespace ArchOpt.Analysis.Tests.Indexing;

public sealed class a_list_of_trials
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task shows_the_newest_first()
    {
        var snapshot = await OfAsync(Enumerable.Range(0, 120).Select(i => Outcome.Of(i)));

        var (first, last, beyond) = (Page(snapshot, ""), Page(snapshot, "page=3"), Page(snapshot, "page=99"));

        Numbers(first).ShouldBe(Enumerable.Range(70, 50).Reverse().Select(i => (long)i));
        Numbers(last).ShouldBe(Enumerable.Range(0, 20).Reverse().Select(i => (long)i));
        (first.Total, first.Number, first.Pages).ShouldBe((120, 1, 3));
        Numbers(beyond).ShouldBe(Numbers(last), "a page that is not there is the last one");
        beyond.Number.ShouldBe(3);
    }

    [Fact]
    public async Task by_value_has_completed_ones_first_and_what_is_no_number_last_whichever_way()
    {
        var snapshot = await OfAsync(
            [
                Outcome.Of(0.5), new(AttemptState.Infeasible, 0.1), Outcome.Failure("x"), Outcome.Of(0.2), new(AttemptState.Failed, double.NaN, "loss is NaN"),
                new(AttemptState.Pruned, 0.9), Outcome.Of(0.5), Outcome.Of(double.PositiveInfinity), new(AttemptState.Cancelled), Outcome.Of(0.7),
            ]);

        Numbers(Page(snapshot, "sort=value&order=asc")).ShouldBe([3, 0, 6, 9, 1, 5, 2, 4, 7, 8]);
        Numbers(Page(snapshot, "sort=value&order=desc")).ShouldBe([9, 0, 6, 3, 5, 1, 2, 4, 7, 8]);
    }

    [Theory]
    [InlineData("sort=duration&order=asc", new long[] { 1, 0, 3, 2, 4 })]
    [InlineData("sort=duration", new long[] { 2, 0, 3, 1, 4 })]
    [InlineData("sort=started", new long[] { 3, 2, 1, 0, 4 })]
    [InlineData("sort=attempts", new long[] { 4, 0, 1, 2, 3 })]
    [InlineData("sort=number&order=asc", new long[] { 0, 1, 2, 3, 4 })]
    [InlineData("sort=nonsense&state=nonsense&page=-1&order=x", new long[] { 4, 3, 2, 1, 0 })]
    public async Task can_be_sorted_by(string address, long[] numbers)
    {
        await using var home = await SqliteHome.OpenAsync(Stop);
        var study = await WrittenStudy.CreateAsync(home.Store, "s", Stop);
        await study.AddAsync(Stop, Outcome.Of(1, seconds: 5), Outcome.Of(1, seconds: 2), Outcome.Of(1, seconds: 60), Outcome.Of(1, seconds: 5), Outcome.Failure("x"));
        await study.ReplayAsync(4, Stop); // waits: it has neither begun nor ended
        using var index = new TrialIndex(study.Record.Id, study.Definition, home.Store, TimeProvider.System);

        Numbers(Page(await index.LookAsync(TimeSpan.FromMinutes(1), Stop), address)).ShouldBe(numbers);
    }

    [Fact]
    public async Task is_filtered_by_state_group_worker_and_text_together()
    {
        await using var home = await SqliteHome.OpenAsync(Stop);
        var study = await WrittenStudy.CreateAsync(home.Store, "s", Stop, WrittenStudy.Grouped);
        (string Model, Outcome Outcome)[] results =
        [
            ("GAT", Outcome.Of(1, "node-1")), ("GT", Outcome.Failure("CUDA out of memory: 512 MiB", "node-1")), ("GT", Outcome.Failure("CUDA out of memory: 700 MiB", "node-2")),
            ("GAT", Outcome.Failure("file not found", "node-2")), ("GT", Outcome.Of(1, "node-2")),
        ];
        await study.AddAsync(results.Select(result => (Configuration.Of(("model", result.Model), ("n_layers", 1), ("embedding_dim", 8)), result.Outcome)), Stop);
        using var index = new TrialIndex(study.Record.Id, study.Definition, home.Store, TimeProvider.System);
        var snapshot = await index.LookAsync(TimeSpan.FromMinutes(1), Stop);

        Found("state=Failed").ShouldBe([3, 2, 1]);
        Found("group=GAT").ShouldBe([3, 0]);
        Found("worker=node-2").ShouldBe([4, 3, 2]);
        Found("worker=node").ShouldBeEmpty("a worker is named whole");
        Found("text=OUT of Memory").ShouldBe([2, 1]);
        Found("text=memory: 512").ShouldBe([2, 1], "errors that differ in a number only are one cause");
        Found("text=node-1").ShouldBe([1, 0]);
        Found("text=%234").ShouldBe([4]);
        Found("text=4").ShouldBe([4]);
        Found("text=gat").ShouldBe([3, 0]);
        Found("state=failed&group=GT&worker=node-2&text=cuda").ShouldBe([2]);
        Found("state=Pruned").ShouldBeEmpty();

        IEnumerable<long> Found(string address) => Numbers(Page(snapshot, address));
    }

    [Fact]
    public async Task has_every_trial_on_exactly_one_page_whatever_it_is_sorted_by()
    {
        var stream = RandomStream.For(6, 0);
        var snapshot = await OfAsync(Enumerable.Range(0, 730).Select(i => new Outcome(
            stream.NextInt32(3) == 0 ? AttemptState.Failed : AttemptState.Completed, stream.NextInt32(4) == 0 ? null : stream.NextInt32(5), "x", $"w{i % 3}", stream.NextInt32(4))));

        foreach (var order in Enum.GetValues<TrialOrder>())
        {
            foreach (var direction in new[] { "asc", "desc" })
            {
                var pages = Enumerable.Range(1, 15).Select(page => Page(snapshot, $"sort={order}&order={direction}&page={page}")).ToArray();
                pages.SelectMany(Numbers).Order().ShouldBe(Enumerable.Range(0, 730).Select(i => (long)i), $"{order} {direction}");
            }
        }
    }

    [Theory]
    [InlineData("?state=Failed&group=GT%2BRL&worker=a%26b&text=%3Cscript%3E&sort=value&order=asc&page=7")]
    [InlineData("?sort=duration&order=desc")]
    [InlineData("?order=asc")]
    [InlineData("")]
    public void is_what_its_address_says(string address)
    {
        var query = Query(address);

        Uri.UnescapeDataString(query.ToUrl("/list")).ShouldBe(Uri.UnescapeDataString("/list" + address));
        Query(query.ToUrl("/list")["/list".Length..]).ShouldBe(query);
    }

    [Fact]
    public void turns_round_when_its_column_is_chosen_again()
    {
        var byValue = new TrialListQuery { Page = 4 }.SortedBy(TrialOrder.Value, falls: false);

        (byValue.Order, byValue.IsDescending, byValue.Page).ShouldBe((TrialOrder.Value, false, 1));
        byValue.SortedBy(TrialOrder.Value, falls: false).IsDescending.ShouldBeTrue();
    }

    private static async Task<TrialSnapshot> OfAsync(IEnumerable<Outcome> outcomes)
    {
        await using var home = await SqliteHome.OpenAsync(Stop);
        var study = await WrittenStudy.CreateAsync(home.Store, "s", Stop);
        await study.AddAsync(Stop, outcomes);
        using var index = new TrialIndex(study.Record.Id, study.Definition, home.Store, TimeProvider.System);
        return await index.LookAsync(TimeSpan.FromMinutes(1), Stop);
    }

    private static TrialListPage Page(TrialSnapshot snapshot, string address) => TrialListPage.Of(snapshot, Query(address));

    private static TrialListQuery Query(string address)
    {
        var said = QueryHelpers.ParseQuery(address);
        return TrialListQuery.Parse(name => said.TryGetValue(name, out var value) ? value.ToString() : null);
    }

    private static IEnumerable<long> Numbers(TrialListPage page) => page.Trials.Select(trial => trial.Number);
}
