using System.CommandLine;
using ArchOpt.Cli.Client;
using ArchOpt.Cli.Connecting;
using ArchOpt.Cli.Output;

namespace ArchOpt.Cli;

/// <summary>One call of a command: its parsed arguments, the global options, the world outside.</summary>
internal sealed class Call(ParseResult parsed, CallOptions options, Surroundings surroundings)
{
    public CallOptions Options => options;

    public Surroundings Surroundings => surroundings;

    /// <summary>Standard output.</summary>
    public ResultWriter Results { get; } = new(surroundings);

    public Connector Connector { get; } = new(options, surroundings);

    public T Get<T>(Argument<T> argument) => parsed.GetValue(argument)!;

    public T Get<T>(Option<T> option) => parsed.GetValue(option)!;

    /// <summary>Whether the call itself gives the option, rather than its default.</summary>
    public bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>Connects, asks, disconnects.</summary>
    public async Task<T> AskAsync<T>(Func<ArchOptClient, Task<T>> question, CancellationToken cancellationToken)
    {
        await using var connection = await Connector.ConnectAsync(cancellationToken);
        return await question(connection.Client);
    }

    public Task SayAsync(string line) => surroundings.Error.WriteLineAsync(line);
}

/// <summary>What a command needs to be defined.</summary>
internal sealed record CommandScope(GlobalOptions Options, Surroundings Surroundings)
{
    /// <summary>Gives the command its action.</summary>
    public Command Do(Command command, Func<Call, CancellationToken, Task<int>> action)
    {
        command.SetAction((parsed, cancellationToken) =>
            action(new(parsed, Options.Read(parsed, Surroundings.Variable), Surroundings), cancellationToken));
        return command;
    }

    /// <summary>The argument that most commands begin with.</summary>
    public static Argument<string> Study() => new("STUDY") { Description = "The study's name" };
}
