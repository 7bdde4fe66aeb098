using Microsoft.Extensions.Logging;

namespace Cloud.Gateway;

/// <summary>What the gateway logs. Event ids 1300 to 1399.</summary>
internal sealed partial class GatewayLog(ILogger<GatewayLog> logger)
{
    [LoggerMessage(EventId = 1301, Level = LogLevel.Information,
        Message = "Kafka clients are served on {EndPoint} (listener {Listener}).")]
    public partial void Listening(string endPoint, string listener);

    [LoggerMessage(EventId = 1302, Level = LogLevel.Warning,
        Message = "Closed the connection of {RemoteAddress}: {Reason}.")]
    public partial void Refused(string remoteAddress, string reason);

    [LoggerMessage(EventId = 1303, Level = LogLevel.Debug,
        Message = "The connection of {RemoteAddress} ended: {Reason}")]
    public partial void Closed(string remoteAddress, string reason);

    [LoggerMessage(EventId = 1304, Level = LogLevel.Error,
        Message = "A request of {RemoteAddress} failed; its connection is closed.")]
    public partial void Failed(Exception error, string remoteAddress);

    [LoggerMessage(EventId = 1305, Level = LogLevel.Warning,
        Message = "Refused a connection of {RemoteAddress}: there are {ConnectionCount} already, {Limit}.")]
    public partial void TooManyConnections(string remoteAddress, int connectionCount, string limit);

    [LoggerMessage(EventId = 1306, Level = LogLevel.Warning,
        Message = "A connection could not be accepted; listening goes on.")]
    public partial void AcceptFailed(Exception error);

    [LoggerMessage(EventId = 1307, Level = LogLevel.Warning, Message = "Refused a call of {Client}: {Reason}.")]
    public partial void CallRefused(string client, string reason);

    [LoggerMessage(EventId = 1308, Level = LogLevel.Error, Message = "A call of {Client} failed.")]
    public partial void CallFailed(Exception error, string client);
}
