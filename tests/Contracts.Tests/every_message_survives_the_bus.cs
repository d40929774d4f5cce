using System.Reflection;

namespace ArchOpt.Contracts.Tests;

public sealed class every_message_survives_the_bus
{
    public static TheoryData<int, string> Messages => new(Examples.All.Select((message, place) => (place, message.GetType().Name)));

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task what_is_received_is_what_was_sent(int place, string type)
    {
        var sent = Examples.All[place];
        sent.GetType().Name.ShouldBe(type);

        var received = await (Task<object>)Carrier(sent.GetType()).Invoke(null, [sent, TestContext.Current.CancellationToken])!;

        ReferenceEquals(received, sent).ShouldBeFalse("the message must have been serialized, or this test shows nothing");
        StructuralEquality.Differences(sent, received, type).ShouldBeEmpty();
    }

    [Fact]
    public void no_message_type_is_without_an_example() =>
        MessageTypes.All.Except(Examples.All.Select(message => message.GetType())).ShouldBeEmpty();

    [Fact]
    public void one_example_is_a_mebibyte() =>
        Examples.All.OfType<EvaluateTrial>().Max(message => message.Configuration.ToString().Length).ShouldBeGreaterThanOrEqualTo(1 << 20);

    [Fact]
    public void a_difference_would_be_noticed()
    {
        var message = Examples.All.OfType<TrialFinished>().First();
        var other = message with { Metrics = message.Metrics.SetItem("third", 1.0 / 3 + 1e-16), Error = "" };
        StructuralEquality.Differences(-0.0, 0.0, "zero").ShouldBe(["zero"]);
        StructuralEquality.Differences(message, other, "m").ShouldBe(["m.Metrics[5].Value", "m.Error"], ignoreOrder: true);
    }

    private static MethodInfo Carrier(Type type) => typeof(every_message_survives_the_bus)
        .GetMethod(nameof(CarryAsync), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type);

    private static async Task<object> CarryAsync<T>(T message, CancellationToken cancellationToken)
        where T : class
    {
        await using var bus = await MessageBus<T>.StartAsync(cancellationToken);
        return await bus.CarryAsync(message, cancellationToken);
    }
}
