using System.Collections.Immutable;
using System.Text.Json;
using ArchOpt.Search.Configurations;
using ArchOpt.ServiceDefaults.Http;
using FsCheck;
using FsCheck.Fluent;

namespace ArchOpt.Contracts.Tests;

public sealed class configurations_are_json
{
    [Fact]
    public void any_configuration_comes_back_from_the_messages_json_with_its_hash() =>
        Prop.ForAll(Arb.From(Configurations(depth: 2)), configuration =>
        {
            var back = JsonSerializer.Deserialize<Configuration>(JsonSerializer.Serialize(configuration, JsonDefaults.Options), JsonDefaults.Options)!;
            return back.Equals(configuration) && back.Hash == configuration.Hash && back.ToString() == configuration.ToString();
        }).QuickCheckThrowOnFailure();

    private static Gen<Configuration> Configurations(int depth) =>
        Gen.Zip(Text(), Values(depth)).ListOf()
            .Select(pairs => Configuration.Of(pairs.DistinctBy(pair => pair.Item1).Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2))));

    private static Gen<ParameterValue> Values(int depth)
    {
        var number = ArbMap.Default.GeneratorFor<double>().Where(double.IsFinite).Select(ParameterValue.Of);
        var text = Text().Select(ParameterValue.Of);
        var flag = ArbMap.Default.GeneratorFor<bool>().Select(ParameterValue.Of);
        if (depth == 0) return Gen.OneOf(number, text, flag);
        var list = Configurations(depth - 1).ListOf().Resize(4).Select(items => ParameterValue.Of(items.ToImmutableArray()));
        return Gen.OneOf(number, text, flag, list);
    }

    // Half a surrogate pair is no text in any encoding that JSON may have.
    private static Gen<string> Text() => ArbMap.Default.GeneratorFor<string>()
        .Select(text => text is null ? "" : string.Concat(text.EnumerateRunes().Where(rune => rune != System.Text.Rune.ReplacementChar)));
}
