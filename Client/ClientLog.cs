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
}
