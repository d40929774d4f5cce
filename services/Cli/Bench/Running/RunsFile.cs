using System.Globalization;
using System.Text;
using ArchOpt.Cli.Bench.Problems;
using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Export;

namespace ArchOpt.Cli.Bench.Running;

/// <summary>
/// The finished runs of a benchmark, one line each, appended as they finish: whatever interrupts a benchmark, the same
/// command goes on from what stands here. One process at a time writes.
/// </summary>
internal sealed class RunsFile : IDisposable
{
    public const string Name = "runs.csv";

    private static readonly string[] Header = ["problem", "fingerprint", "strategy", "seed", "trials", "best", "ms_per_proposal", "search", "improvements"];

    /// <summary>Which build of the search proposes: compilation is deterministic, so the same sources have the same id.</summary>
    private static readonly string Build = typeof(StrategyCatalogue).Module.ModuleVersionId.ToString("N")[..8];

    private readonly FileStream stream;
    private readonly List<StoredRun> stored = [];

    private RunsFile(FileStream stream) => this.stream = stream;

    /// <summary>How many of the stored runs another build of the search made.</summary>
    public int OfOtherBuilds => stored.Count(run => run.Build != Build);

    /// <param name="directory">Exists.</param>
    /// <param name="fresh">Forget what is there.</param>
    /// <exception cref="CliException">The file cannot be written, is in use, or is no file of runs.</exception>
    public static RunsFile Open(string directory, bool fresh)
    {
        var path = Path.Combine(directory, Name);
        RunsFile? file = null;
        try
        {
            file = new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            if (fresh) file.stream.SetLength(0);
            file.Load(path);
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw CliException.Wrong($"{path}: cannot be written, or another archopt bench uses it ({e.Message.ReplaceLineEndings(" ")})", e);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>The stored run of a cell, or null.</summary>
    /// <exception cref="CliException">There are runs of that problem under other settings: the two must not be mixed.</exception>
    public IReadOnlyDictionary<RunKey, BenchRun> RunsOf(IEnumerable<BenchProblem> problems)
    {
        var fingerprints = problems.ToDictionary(problem => problem.Name, problem => (problem.Trials, Fingerprint: problem.Fingerprint()), StringComparer.Ordinal);
        var runs = new Dictionary<RunKey, BenchRun>();
        foreach (var run in stored)
        {
            if (!fingerprints.TryGetValue(run.Run.Key.Problem, out var now)) continue;
            if (run.Fingerprint != now.Fingerprint)
            {
                var difference = run.Trials == now.Trials ? "another definition of the problem" : $"{run.Trials} trials instead of {now.Trials}";
                throw CliException.Wrong($"--out: {stream.Name} has runs of '{run.Run.Key.Problem}' with {difference}; name another directory, or --fresh to start over.");
            }

            runs[run.Run.Key] = run.Run;
        }

        return runs;
    }

    /// <summary>Appends a run; when this returns, the system has it.</summary>
    public void Append(BenchProblem problem, BenchRun run)
    {
        string[] cells =
        [
            problem.Name, problem.Fingerprint(), run.Key.Strategy, Text(run.Key.Seed), Text(run.Curve.Length),
            Text(run.Best), Text(run.Milliseconds), Build, CurveText.Write(run.Curve),
        ];
        stream.Write(Encoding.UTF8.GetBytes(Csv.Line(cells)));
        stream.Flush();
    }

    public void Dispose() => stream.Dispose();

    private void Load(string path)
    {
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        // A process that was killed leaves half a line behind; that run is done again.
        var whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        stream.SetLength(whole);
        stream.Position = whole;
        var lines = Encoding.UTF8.GetString(bytes, 0, whole).Split('\n')[..^1];
        if (lines.Length == 0)
        {
            stream.Write(Encoding.UTF8.GetBytes(Csv.Line(Header)));
            stream.Flush();
            return;
        }

        if (lines[0] != string.Join(',', Header)) throw CliException.Wrong($"{path}:1: is no file of runs: its first line must be {string.Join(',', Header)}");
        for (var i = 1; i < lines.Length; i++)
            stored.Add(Read(lines[i].Split(',')) ?? throw CliException.Wrong($"{path}:{i + 1}: is no run: expected {string.Join(',', Header)}"));
    }

    private static StoredRun? Read(string[] cells) =>
        cells.Length == Header.Length
        && int.TryParse(cells[3], CultureInfo.InvariantCulture, out var seed)
        && int.TryParse(cells[4], CultureInfo.InvariantCulture, out var trials)
        && double.TryParse(cells[6], CultureInfo.InvariantCulture, out var milliseconds)
        && CurveText.Read(cells[8], trials) is { } curve
            ? new(cells[1], trials, cells[7], new(new(cells[0], cells[2], seed), curve, milliseconds))
            : null;

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private sealed record StoredRun(string Fingerprint, int Trials, string Build, BenchRun Run);
}
