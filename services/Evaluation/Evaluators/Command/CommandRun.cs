using ArchOpt.Studies.Trials;

namespace ArchOpt.Evaluation.Evaluators.Command;

/// <summary>One run of a command, from its start to what became of it.</summary>
/// <param name="timeout">The longest that it may take; null for as long as it likes.</param>
internal sealed class CommandRun(CommandRegistration command, TimeSpan? timeout, TrialDirectory directory, TimeProvider time)
{
    /// <summary>Beyond its grace, what the guard needs to end and its output to be read.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    /// <summary>Longer than any timer runs.</summary>
    private static readonly TimeSpan Endless = TimeSpan.FromDays(49);

    private enum Stop
    {
        None,
        Asked,
        TooLong,
        Broken,
    }

    /// <exception cref="OperationCanceledException">The token was cancelled, and the program had no result.</exception>
    public async Task<EvaluationResult> RunAsync(ProgramStart start, IStepReporter watcher, CancellationToken cancellationToken)
    {
        using var log = new AttemptLog(directory.Log, command.LogLimit);
        using var journal = new StepJournal(directory.Steps);
        var steps = new StepFeed(journal, watcher);
        using var reports = new ProgramReports(log, steps, command.Patterns);
        using var limit = timeout is { } longest && longest < Endless ? new CancellationTokenSource(longest, time) : new CancellationTokenSource();
        var killsBefore = OutOfMemoryKills.Count();
        using var program = GuardedProgram.Start(start, directory, command.Grace);
        var watching = steps.ReportAsync(cancellationToken);
        var reading = Task.WhenAll(Read(program.Output, reports.Output, log), Read(program.Error, reports.Error, log));
        var (code, stop) = await EndAsync(program, [cancellationToken, limit.Token, reports.Broken, Troubled(watching, reading)]);
        try
        {
            await FinishReadingAsync(reading);
            if (stop == Stop.None && code == 0) steps.End();
        }
        finally
        {
            steps.Close();
        }

        await watching;
        watcher.Logged(log.Tail);
        if (stop == Stop.Asked && !reports.HasFinal && reports.Infeasible is null) throw new OperationCanceledException(cancellationToken);
        return Judge(new(code, OutOfMemoryKills.Count() > killsBefore, log.Tail ?? ""), stop, reports);
    }

    private EvaluationResult Judge(ProgramEnd end, Stop stop, ProgramReports reports)
    {
        if (reports.Infeasible is { } reason) return EvaluationResult.Infeasible(reason);
        if (reports.Violation is { } violation) return Failed(violation, end);
        if (stop == Stop.TooLong) return Failed($"The command '{command.Name}' was stopped: it took longer than its timeout, {Studies.Definition.Duration.Format(timeout!.Value)}.", end);
        if (stop == Stop.Asked || end.Code == 0) return EvaluationResult.Completed(reports.Result) with { Error = reports.Note };
        var description = end.Describe(command.Name);
        var isInfeasible = command.InfeasibleExitCodes.Contains(end.Code) || (command.OutOfMemoryIsInfeasible && end.IsOutOfMemory);
        return isInfeasible ? EvaluationResult.Infeasible(WithTail(description, end)) : Failed(description, end);
    }

    private EvaluationResult Failed(string what, ProgramEnd end) => EvaluationResult.Failed(WithTail(what, end));

    private string WithTail(string what, ProgramEnd end) => end.Tail.Length == 0
        ? $"{what} It printed nothing.{FailureCause.LogMark}{directory.Log}"
        : $"{what}{FailureCause.LogMark}{directory.Log}\n{end.Tail}";

    /// <summary>Waits for the program to end, and ends it when one of the tokens says so.</summary>
    /// <param name="tokens">That of whoever asked for the run, that of its timeout, and others.</param>
    private async Task<(int Code, Stop Stop)> EndAsync(GuardedProgram program, params CancellationToken[] tokens)
    {
        using var any = CancellationTokenSource.CreateLinkedTokenSource(tokens);
        try
        {
            return (await program.WaitAsync(any.Token), Stop.None);
        }
        catch (OperationCanceledException)
        {
            var why = tokens[0].IsCancellationRequested ? Stop.Asked : tokens[1].IsCancellationRequested ? Stop.TooLong : Stop.Broken;
            program.Stop();
            return (await EndedAsync(program), why);
        }
    }

    private async Task<int> EndedAsync(GuardedProgram program)
    {
        using var patience = new CancellationTokenSource(command.Grace + Slack, time);
        try
        {
            return await program.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            program.Kill();
            var code = await program.WaitAsync(CancellationToken.None);
            await LeftoverProcesses.EndAsync(directory, time, CancellationToken.None);
            return code;
        }
    }

    /// <summary>Everything that writes to the pipes is dead, or has left the group, the session and the environment behind.</summary>
    private async Task FinishReadingAsync(Task reading)
    {
        try
        {
            await reading.WaitAsync(Slack, time);
        }
        catch (TimeoutException)
        {
            await LeftoverProcesses.EndAsync(directory, time, CancellationToken.None);
        }
    }

    /// <summary>Cancelled when one of the tasks fails.</summary>
    private static CancellationToken Troubled(params ReadOnlySpan<Task> tasks)
    {
        var trouble = new CancellationTokenSource();
        foreach (var task in tasks)
            _ = task.ContinueWith(_ => trouble.Cancel(), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return trouble.Token;
    }

    /// <summary>A thread of its own: reading a pipe blocks, and a worker's many programs must not take the pool's threads.</summary>
    private static Task Read(Stream stream, Action<string> line, AttemptLog log) => Task.Factory.StartNew(
        () => new OutputLines(line).ReadToEnd(stream, log.Flush), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
