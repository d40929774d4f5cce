namespace ArchOpt.Cli.Hosting;

/// <summary>Log entries as single lines for the person at the terminal; the stack of an exception only with --verbose.</summary>
internal sealed class LineLoggerProvider(TextWriter writer, bool verbose) : ILoggerProvider
{
    private readonly bool verbose = verbose;
    private readonly TextWriter output = TextWriter.Synchronized(writer);

    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName);

    public void Dispose()
    {
        // The writer belongs to the caller.
    }

    private void Write(string category, LogLevel level, string message, Exception? exception)
    {
        var line = $"{Name(level)}: {category[(category.LastIndexOf('.') + 1)..]}: {message.ReplaceLineEndings(" ")}";
        if (exception is not null) line += verbose ? Environment.NewLine + exception : $" ({exception.Message.ReplaceLineEndings(" ")})";
        output.WriteLine(line);
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        LogLevel.Critical => "critical",
        _ => "info",
    };

    private sealed class LineLogger(LineLoggerProvider provider, string category) : ILogger
    {
        // A start that fails is explained by the command, and a trial that fails by its study: not twice, and not in the host's terms.
        private readonly bool silent = !provider.verbose
            && (category.StartsWith("Microsoft.Extensions.Hosting", StringComparison.Ordinal) || category == "MassTransit.ReceiveTransport");

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => !silent && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) provider.Write(category, logLevel, formatter(state, exception), exception);
        }
    }
}
