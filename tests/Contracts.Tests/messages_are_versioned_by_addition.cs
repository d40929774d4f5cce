using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using ArchOpt.ServiceDefaults.Http;
using MassTransit;

namespace ArchOpt.Contracts.Tests;

public sealed class messages_are_versioned_by_addition
{
    public static TheoryData<int, string> Messages => new(Examples.All.Select((message, place) => (place, message.GetType().Name)));

    [Fact]
    public async Task a_message_of_a_later_version_is_understood()
    {
        await using var bus = await MessageBus<TrialFinished>.StartAsync(TestContext.Current.CancellationToken);
        var received = await bus.DeliverAsync(new TrialFinishedOfTomorrow(), TestContext.Current.CancellationToken);
        received.Number.ShouldBe(7);
        received.Outcome.ShouldBe(EvaluationOutcome.Completed);
        received.Metrics["score"].ShouldBe(0.5);
    }

    [Fact]
    public async Task a_message_of_an_earlier_version_is_understood()
    {
        await using var bus = await MessageBus<TrialFinished>.StartAsync(TestContext.Current.CancellationToken);
        var received = await bus.DeliverAsync(new TrialFinishedOfYesterday(), TestContext.Current.CancellationToken);
        received.Number.ShouldBe(7);
        received.Metrics.ShouldBeEmpty();
        received.Steps.ShouldBe(0);
        received.Error.ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void an_unknown_field_is_ignored(int place, string type)
    {
        var (message, json) = Take(place, type);
        json["fieldOfTomorrow"] = new JsonObject { ["deep"] = new JsonArray(1, "two") };
        StructuralEquality.Differences(message, json.Deserialize(message.GetType(), JsonDefaults.Options), type).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void an_optional_field_may_be_missing(int place, string type)
    {
        var (message, json) = Take(place, type);
        foreach (var property in Settable(message).Where(property => !MessageTypes.IsRequired(property)))
            json.Remove(JsonNamingPolicy.CamelCase.ConvertName(property.Name));
        json.Deserialize(message.GetType(), JsonDefaults.Options).ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void a_required_field_is_never_made_up(int place, string type)
    {
        var (message, _) = Take(place, type);
        foreach (var property in Settable(message).Where(MessageTypes.IsRequired))
        {
            var (_, json) = Take(place, type);
            json.Remove(JsonNamingPolicy.CamelCase.ConvertName(property.Name)).ShouldBeTrue();
            Should.Throw<JsonException>(() => json.Deserialize(message.GetType(), JsonDefaults.Options)).Message
                .ShouldContain(JsonNamingPolicy.CamelCase.ConvertName(property.Name));
        }
    }

    private static IEnumerable<PropertyInfo> Settable(object message) => message.GetType().GetProperties().Where(property => property.CanWrite);

    private static (object Message, JsonObject Json) Take(int place, string type)
    {
        var message = Examples.All[place];
        message.GetType().Name.ShouldBe(type);
        return (message, JsonSerializer.SerializeToNode(message, message.GetType(), JsonDefaults.Options)!.AsObject());
    }
}

/// <summary>What a newer version of Evaluation might send.</summary>
[MessageUrn("ArchOpt.Contracts:TrialFinished")]
public sealed record TrialFinishedOfTomorrow
{
    public string StudyId { get; init; } = "s";

    public long Number { get; init; } = 7;

    public int Attempt { get; init; } = 1;

    public string Outcome { get; init; } = "Completed";

    public Dictionary<string, double> Metrics { get; init; } = new() { ["score"] = 0.5 };

    public string Worker { get; init; } = "w";

    public DateTimeOffset Started { get; init; } = DateTimeOffset.UnixEpoch;

    public double DurationSeconds { get; init; } = 1;

    public Dictionary<string, int[]> EnergyByDevice { get; init; } = new() { ["gpu"] = [1, 2] };
}

/// <summary>What the first version of Evaluation might have sent.</summary>
[MessageUrn("ArchOpt.Contracts:TrialFinished")]
public sealed record TrialFinishedOfYesterday
{
    public string StudyId { get; init; } = "s";

    public long Number { get; init; } = 7;

    public int Attempt { get; init; } = 1;

    public string Outcome { get; init; } = "Failed";

    public string Worker { get; init; } = "w";

    public DateTimeOffset Started { get; init; } = DateTimeOffset.UnixEpoch;

    public double DurationSeconds { get; init; } = 1;
}
