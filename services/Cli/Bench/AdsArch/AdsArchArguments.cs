using System.CommandLine;
using System.Globalization;
using ArchOpt.Cli.Commands;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Cli.Bench.AdsArch;

/// <summary>The options of <c>archopt bench</c> that concern the suite <c>ads-arch</c> alone.</summary>
internal sealed class AdsArchArguments
{
    private readonly Option<string?> task = new("--task") { Description = $"ads-arch: one of {string.Join(", ", AdsArchTask.All.Select(t => t.Name))} [all]", HelpName = "NAME" };
    private readonly Option<bool> regenerate = new("--regenerate-modifiers") { Description = "ads-arch: draw new modifier sets and baselines, kept in --out" };
    private readonly Option<int?> modifiers = Numbers.Range(new Option<int?>("--modifiers") { Description = "ads-arch: how many sets to draw", HelpName = "N" }, 1, 100_000);
    private readonly Option<long> seed = Numbers.Range(new Option<long>("--seed") { Description = "ads-arch: what they are drawn from", HelpName = "S", DefaultValueFactory = _ => 0 }, 0);
    private readonly Option<double?> qpsMin = Positive("--qps-min", "ads-arch: queries per second that an architecture must serve [the task's]");
    private readonly Option<bool> soft = new("--soft-qps") { Description = "ads-arch: slower architectures are penalised instead of refused; the reported best is still fast enough" };
    private readonly Option<double?> tau = Positive("--tau", $"ads-arch: the penalty's scale [{Constraint.DefaultTau.ToString(CultureInfo.InvariantCulture)}]");
    private readonly Option<string> scale = new("--tau-scale") { Description = "ads-arch: relative to --qps-min, or absolute in queries per second", HelpName = "NAME", DefaultValueFactory = _ => "relative" };

    public IEnumerable<Option> All => [task, regenerate, modifiers, seed, qpsMin, soft, tau, scale];

    /// <exception cref="CliException">Options contradict each other.</exception>
    public AdsArchOptions Read(Call call)
    {
        foreach (var option in new Option[] { tau, scale })
        {
            if (call.IsGiven(option) && !call.Get(soft)) throw CliException.Wrong($"{option.Name}: belongs to --soft-qps, which is missing");
        }

        return new()
        {
            Task = call.Get(task),
            QpsMin = call.Get(qpsMin),
            SoftQps = call.Get(soft),
            Tau = call.Get(tau) ?? Constraint.DefaultTau,
            Scale = call.Get(scale) switch
            {
                "relative" => SoftScale.Relative,
                "absolute" => SoftScale.Absolute,
                var other => throw CliException.Wrong($"--tau-scale: must be relative or absolute (was '{other}')"),
            },
            Regenerate = call.Get(regenerate),
            Modifiers = call.Get(modifiers),
            Seed = call.Get(seed),
        };
    }

    private static Option<double?> Positive(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "X",
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && value > 0) return value;
            result.AddError($"{name}: must be a number > 0 (was '{text}')");
            return null;
        },
    };
}
