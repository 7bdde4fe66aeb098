using Microsoft.Extensions.Logging;

namespace Cloud.Cli.Hosting;

/// <summary>Log messages of the client on standard error, for <c>--verbose</c>.</summary>
internal sealed class ErrorLog(TextWriter error) : ILoggerFactory, ILogger
{
    public void AddProvider(ILoggerProvider provider)
    {
        // There is one place for messages.
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is not LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        lock (error)
        {
            error.WriteLine($"{logLevel.ToString().ToLowerInvariant()}: {formatter(state, exception)}");
            error.Flush();
        }
    }

    public void Dispose()
    {
        // The stream is the host's.
    }
}
