using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ArchOpt.Evaluation.Tests;

public sealed class EvaluationOptionsTests
{
    private static readonly string[] Known = ["ads-arch", "function"];

    private static EvaluationOptions Read(params (string Key, string Value)[] values) => EvaluationOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => $"Evaluation:{v.Key}", v => (string?)v.Value)).Build(), Known);

    [Fact]
    public void Nothing_configured_is_a_worker_with_a_slot_for_each_processor_that_offers_everything()
    {
        var options = Read();
        options.Slots.ShouldBe(Environment.ProcessorCount);
        options.Evaluators.ShouldBe(Known);
        options.Heartbeat.ShouldBe(TimeSpan.FromSeconds(2));
        options.ResourceClasses.ShouldBe(["cpu"]);
        options.DeviceOf(0).ShouldBeNull();
        options.Grace.ShouldBe(TimeSpan.FromSeconds(8));
        Read().Worker.ShouldNotBe(options.Worker);
    }

    [Fact]
    public void Lists_and_durations_may_be_written_either_way()
    {
        Read(("Evaluators", "function, ads-arch")).Evaluators.ShouldBe(["function", "ads-arch"]);
        Read(("Evaluators:0", "function")).Evaluators.ShouldBe(["function"]);
        Read(("ResourceClass", "gpu,cpu")).ResourceClasses.ShouldBe(["gpu", "cpu"]);
        Read(("ResourceClass:0", "gpu"), ("ResourceClass:1", "tpu-v5")).ResourceClasses.ShouldBe(["gpu", "tpu-v5"]);
        Read(("Heartbeat", "00:00:05")).Heartbeat.ShouldBe(TimeSpan.FromSeconds(5));
        Read(("Heartbeat", "0.5")).Heartbeat.ShouldBe(TimeSpan.FromSeconds(0.5));
    }

    [Theory]
    [InlineData("Slots", "0", "Evaluation:Slots: must be a whole number in [1, 1024] (was '0').")]
    [InlineData("Slots", "many", "Evaluation:Slots: must be a whole number in [1, 1024] (was 'many').")]
    [InlineData("Heartbeat", "-1", "Evaluation:Heartbeat: must be a duration in [00:00:00.0500000, 00:01:00], as 00:00:02 or a number of seconds (was '-1').")]
    [InlineData("Evaluators", "ads-arch,nonsense", "Evaluation:Evaluators: must be among ads-arch, function (was 'nonsense').")]
    [InlineData("Worker", "a b", "Evaluation:Worker: must be 1 to 100 letters, digits, '.', '_' or '-' (was 'a b').")]
    [InlineData("ResourceClass", "cpu,big gpu", "Evaluation:ResourceClass: must be 1 to 40 lower-case letters, digits or '-' (was 'big gpu').")]
    [InlineData("Devices", "0,1;2", "Evaluation:Devices: must be 1 to 100 letters, digits, '.', ':', '/', '_' or '-' (was '1;2').")]
    [InlineData("ResourceClass", "GPU", "Evaluation:ResourceClass: must be 1 to 40 lower-case letters, digits or '-' (was 'GPU').")]
    public void A_wrong_option_is_named_with_its_rule_and_value(string key, string value, string failure) =>
        Should.Throw<OptionsValidationException>(() => Read((key, value))).Failures.ShouldBe([failure]);

    [Fact]
    public void Slots_take_the_devices_in_turn()
    {
        var options = Read(("Slots", "5"), ("Devices", "0,1,GPU-5f2c/3"));
        Enumerable.Range(0, 5).Select(options.DeviceOf).ShouldBe(["0", "1", "GPU-5f2c/3", "0", "1"]);
    }

    [Fact]
    public void All_mistakes_are_shown_at_once() =>
        Should.Throw<OptionsValidationException>(() => Read(("Slots", "0"), ("Grace", "x"), ("Retries", "-1"))).Failures.Count().ShouldBe(3);
}
