using ArchOpt.Search.Configurations;
using ArchOpt.Search.Groups;

namespace ArchOpt.Search.Tests.Groups;

public class budgets_are_shared
{
    [Theory]
    [InlineData(120, null, null, null, 40L, 40L)]
    [InlineData(122, null, null, null, 41L, 41L)] // the first ones have one more
    [InlineData(120, 60L, null, null, 60L, 30L)]
    [InlineData(120, null, 100L, null, 10L, 100L)]
    [InlineData(120, null, null, 20L, 50L, 50L)]
    [InlineData(10, 40L, null, null, 40L, 1L)] // nothing is left, and nobody goes without
    public void Equally_among_those_that_have_none_of_their_own(long budget, long? first, long? second, long? third, long? firstShare, long? secondShare) =>
        Plan(first, second, third).Share(budget).Groups.Select(group => group.Trials).ShouldBe([firstShare, secondShare, third]);

    [Fact]
    public void Without_a_budget_there_is_nothing_to_share() => Plan(null, 3, null).Share(null).Groups.Select(group => group.Trials).ShouldBe([null, 3L, null]);

    private static GroupPlan Plan(params long?[] trials) =>
        new("model", [.. trials.Select((budget, i) => new ModelGroup(ParameterValue.Of($"group {i}"), budget, []))]);
}
