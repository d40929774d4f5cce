using System.Globalization;

namespace ArchOpt.AppHost.Local.Options;

/// <summary>Reads <c>--name value</c>, <c>--name=value</c> and <c>--flag</c>; collects every mistake instead of stopping at the first.</summary>
internal sealed class CommandLineReader(IReadOnlyList<string> arguments)
{
    private static readonly string[] Names =
        ["evaluators", "study", "commands", "exit-when-done", "data", "port", "evaluator-port", "idle", "verbose", "describe", "help"];

    private readonly Dictionary<string, string> _others = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _errors = [];
    private LocalOptions _options = new();
    private int _next;

    internal LocalOptions Read()
    {
        while (_next < arguments.Count)
            ReadOption(arguments[_next++]);

        if (_options is { Study: not null, Idle: true })
            _errors.Add("--study and --idle contradict each other: --idle starts no study");
        if (_options is { ExitWhenDone: true, Idle: true })
            _errors.Add("--exit-when-done and --idle contradict each other: an idle system is never done");
        CheckPortsDoNotMeet();
        return _options with { Others = _others, Errors = _errors };
    }

    private void ReadOption(string argument)
    {
        if (argument is "-h" or "-?")
        {
            _options = _options with { Help = true };
            return;
        }

        if (!argument.StartsWith("--", StringComparison.Ordinal))
        {
            _errors.Add($"unexpected argument '{argument}': options begin with --, see --help");
            return;
        }

        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? argument[2..] : argument[2..equals];
        var inline = equals < 0 ? null : argument[(equals + 1)..];
        switch (name)
        {
            case "evaluators": ReadNumber(name, inline, 1, LocalOptions.MaxEvaluators, n => _options = _options with { Evaluators = n }); break;
            case "port": ReadNumber(name, inline, 1, 65_534, n => _options = _options with { Port = n }); break;
            case "evaluator-port": ReadNumber(name, inline, 1, 65_535 - LocalOptions.MaxEvaluators, n => _options = _options with { EvaluatorPort = n }); break;
            case "study": ReadFile(name, inline, path => _options = _options with { Study = path }); break;
            case "commands": ReadFile(name, inline, path => _options = _options with { Commands = path }); break;
            case "data": ReadPath(name, inline, path => _options = _options with { Data = path }); break;
            case "exit-when-done": ReadFlag(name, inline, on => _options = _options with { ExitWhenDone = on }); break;
            case "idle": ReadFlag(name, inline, on => _options = _options with { Idle = on }); break;
            case "verbose": ReadFlag(name, inline, on => _options = _options with { Verbose = on }); break;
            case "describe": ReadFlag(name, inline, on => _options = _options with { Describe = on }); break;
            case "help": ReadFlag(name, inline, on => _options = _options with { Help = on }); break;
            case var _ when name.Contains(':', StringComparison.Ordinal): ReadOther(name, inline); break;
            default: _errors.Add(Unknown(name)); break;
        }
    }

    private void ReadOther(string name, string? inline)
    {
        if (Value(name, inline) is { } value)
            _others[name] = value;
    }

    private void ReadNumber(string name, string? inline, int low, int high, Action<int> set)
    {
        if (Value(name, inline) is not { } text)
            return;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= low && number <= high)
            set(number);
        else
            _errors.Add($"--{name}: must be a whole number from {low} to {high} (was '{text}')");
    }

    private void ReadFile(string name, string? inline, Action<string> set) =>
        ReadPath(name, inline, path =>
        {
            if (!File.Exists(path))
                _errors.Add($"--{name}: no such file: {path}");
            else
                set(path);
        });

    private void ReadPath(string name, string? inline, Action<string> set)
    {
        if (Value(name, inline) is not { } text)
            return;
        if (string.IsNullOrWhiteSpace(text) || text.Contains('\0', StringComparison.Ordinal))
            _errors.Add($"--{name}: must be a path (was '{text}')");
        else
            set(Path.GetFullPath(text));
    }

    private void ReadFlag(string name, string? inline, Action<bool> set)
    {
        if (inline is null)
            set(true);
        else if (bool.TryParse(inline, out var on))
            set(on);
        else
            _errors.Add($"--{name}: takes no value, or true or false (was '{inline}')");
    }

    private string? Value(string name, string? inline)
    {
        if (inline is not null)
            return inline;
        if (_next < arguments.Count && !arguments[_next].StartsWith("--", StringComparison.Ordinal))
            return arguments[_next++];
        _errors.Add($"--{name}: needs a value");
        return null;
    }

    private void CheckPortsDoNotMeet()
    {
        if (_options.EvaluatorPort is { } first && first <= _options.Port + 1 && _options.Port < first + _options.Evaluators)
            _errors.Add($"--evaluator-port: {first} to {first + _options.Evaluators - 1} overlap with --port {_options.Port} and {_options.Port + 1}");
    }

    private static string Unknown(string name)
    {
        var nearest = Names.MinBy(known => EditDistance.Between(known, name))!;
        return EditDistance.Between(nearest, name) <= 3
            ? $"unknown option --{name}: did you mean --{nearest}?"
            : $"unknown option --{name}: see --help";
    }
}
