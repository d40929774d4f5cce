using System.Security.Cryptography;
using System.Text;
using ArchOpt.Evaluation.Evaluators;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Cli.Bench.Problems;

/// <summary>One problem of a benchmark: a study without its strategy and seed, and what evaluates it.</summary>
/// <param name="Section">What ranks and regrets are averaged over: <c>classic</c>, <c>tables</c>, <c>ads-arch 20x5</c>.</param>
/// <param name="Row">What the table of results averages over: the problem itself, or a task of many modifier sets.</param>
/// <param name="Name">Unique within a benchmark.</param>
/// <param name="Study">Space, objective, constraints, evaluator and budget; the strategy and seed in it are placeholders.</param>
/// <param name="Evaluator">Evaluates configurations with the study's evaluator settings; quick and thread-safe.</param>
internal sealed record BenchProblem(string Section, string Row, string Name, StudyDefinition Study, IEvaluator Evaluator)
{
    /// <summary>The best value there is, where it is known.</summary>
    public double? Optimum { get; init; }

    /// <summary>What counts as best before the first trial: a baseline that everybody has already. Null for none.</summary>
    public double? Start { get; init; }

    /// <summary>How many seeds a strategy is run with when nobody says.</summary>
    public int Seeds { get; init; } = 10;

    /// <summary>A digest of data outside of the study on which results depend: a table's content.</summary>
    public string Data { get; init; } = "";

    public Objective Objective => Study.Objectives[0];

    public int Trials => (int)Study.Budget.Trials!.Value;

    /// <summary>
    /// 16 hexadecimal digits over everything that decides what a run of it means, budget included: runs of different
    /// fingerprints must not be mixed in one table.
    /// </summary>
    public string Fingerprint()
    {
        var text = $"{Version}\n{StudyFileWriter.Write(Study)}\n{Start}\n{Data}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }

    /// <summary>Raise it when a formula or the way seeds are derived changes.</summary>
    private const int Version = 1;
}
