using System.Globalization;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Evaluation.Evaluators.Command;

/// <summary>
/// Where the attempts of one trial keep their files: <c>&lt;work&gt;/&lt;study&gt;-&lt;id&gt;/&lt;number&gt;/</c> with
/// <c>checkpoint/</c> (kept between attempts), <c>configuration.json</c>, <c>steps.jsonl</c> and <c>attempt-N.log</c>. One
/// attempt at a time has it, on this machine and wherever the folder is shared.
/// </summary>
internal sealed class TrialDirectory : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly bool isTemporary;
    private FileStream? hold;

    private TrialDirectory(string path, int attempt, bool isTemporary)
    {
        this.isTemporary = isTemporary;
        Path = path;
        Log = File($"attempt-{attempt.ToString(CultureInfo.InvariantCulture)}.log");
    }

    public string Path { get; }

    public string Checkpoint => File("checkpoint");

    public string Configuration => File("configuration.json");

    public string Steps => File("steps.jsonl");

    public string Log { get; }

    /// <summary>Number and start time of the program that runs, for as long as it does.</summary>
    public string ProcessFile => File("process");

    /// <summary>The directory of the request's trial; of a request without a study one of its own, which <see cref="Discard"/> removes.</summary>
    /// <exception cref="IOException">It cannot be made or written.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be made or written.</exception>
    /// <exception cref="TransientEvaluationException">Another attempt of the trial still has it.</exception>
    public static async Task<TrialDirectory> OpenAsync(string work, EvaluationRequest request, TimeSpan grace, TimeProvider time, CancellationToken cancellationToken)
    {
        var hasNoStudy = request.StudyId.Length == 0;
        var path = hasNoStudy
            ? System.IO.Path.Combine(work, "evaluate", Guid.NewGuid().ToString("n"))
            : System.IO.Path.Combine(work, $"{Safe(request.Study)}-{Safe(request.StudyId)}", request.Number.ToString(CultureInfo.InvariantCulture));
        var directory = new TrialDirectory(path, request.Attempt, hasNoStudy);
        Directory.CreateDirectory(directory.Checkpoint);
        await directory.HoldAsync(grace, time, cancellationToken);
        await LeftoverProcesses.EndAsync(directory, time, cancellationToken);
        await System.IO.File.WriteAllTextAsync(directory.Configuration, CanonicalJson.Write(request.Configuration) + "\n", cancellationToken);
        return directory;
    }

    /// <summary>Removes what nobody will look into: the directory of an evaluation without a study.</summary>
    public void Discard()
    {
        if (!isTemporary) return;
        Dispose();
        Directory.Delete(Path, recursive: true);
    }

    public void Dispose()
    {
        hold?.Dispose();
        hold = null;
    }

    private string File(string name) => System.IO.Path.Combine(Path, name);

    private async Task HoldAsync(TimeSpan grace, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                // The lock ends with this process, however it ends.
                hold = new FileStream(File("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                return;
            }
            catch (IOException e) when (e.GetType() == typeof(IOException) && System.IO.File.Exists(File("lock")))
            {
                if (time.GetElapsedTime(start) > grace + Patience)
                    throw new TransientEvaluationException($"Another attempt of this trial still runs in {Path}.", e);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>Names of studies and their ids are safe already; whatever else might come is made so.</summary>
    private static string Safe(string name)
    {
        var text = string.Concat(name.Take(100).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_'));
        return text.Trim('.').Length == 0 ? "_" : text;
    }
}
