using System.Collections.Concurrent;
using Cloud.Gateway;
using Microsoft.Extensions.Logging;

namespace Cloud.Integration.GatewayFaults;

/// <summary>What the gateway logs that an operator sees.</summary>
internal sealed class RecordedLog : ILogger<GatewayLog>
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>Warnings and errors.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            _lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");
        }
    }
}
