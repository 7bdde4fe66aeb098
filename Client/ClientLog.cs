using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cloud.Client;

/// <summary>Log messages of all clients. Event ids 1400 to 1499.</summary>
internal sealed partial class ClientLog(ILogger logger)
{
    public static ClientLog Of(ClientOptions options) =>
        new(options.LoggerFactory?.CreateLogger("Cloud.Client") ?? NullLogger.Instance);

    [LoggerMessage(EventId = 1400, Level = LogLevel.Warning, Message = "No connection to {Broker}: {Reason}")]
    public partial void ConnectFailed(string broker, string reason);

    [LoggerMessage(EventId = 1401, Level = LogLevel.Warning, Message = "Metadata could not be refreshed: {Reason}")]
    public partial void RefreshFailed(string reason);

    [LoggerMessage(EventId = 1402, Level = LogLevel.Debug, Message = "{What} will be tried again: {Reason}")]
    public partial void Retrying(string what, string reason);

    [LoggerMessage(EventId = 1410, Level = LogLevel.Error, Message = "A delivery callback of {Partition} has thrown.")]
    public partial void CallbackFailed(string partition, Exception failure);

    [LoggerMessage(EventId = 1411, Level = LogLevel.Error, Message = "The interceptor {Interceptor} has thrown.")]
    public partial void InterceptorFailed(string interceptor, Exception failure);

    [LoggerMessage(EventId = 1412, Level = LogLevel.Warning,
        Message = "A batch of {Partition} is sent again, attempt {Attempts}: {Reason}")]
    public partial void BatchRetried(string partition, int attempts, string reason);

    [LoggerMessage(EventId = 1413, Level = LogLevel.Error,
        Message = "A batch of {Records} records of {Partition} has failed: {Reason}")]
    public partial void BatchFailed(int records, string partition, string reason);

    [LoggerMessage(EventId = 1414, Level = LogLevel.Information,
        Message = "Producer {Id} goes on with epoch {Epoch}.")]
    public partial void IdentityChanged(long id, short epoch);

    [LoggerMessage(EventId = 1415, Level = LogLevel.Error, Message = "The producer's sender has stopped.")]
    public partial void SenderFailed(Exception failure);
}
