using Cloud.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cloud.Client;

/// <summary>Log messages of consumers. Event ids 1450 to 1479.</summary>
internal sealed partial class ConsumerLog(ILogger logger)
{
    public static ConsumerLog Of(ClientOptions options) =>
        new(options.LoggerFactory?.CreateLogger("Cloud.Client.Consumer") ?? NullLogger.Instance);

    [LoggerMessage(EventId = 1450, Level = LogLevel.Debug, Message = "Fetch from broker {Broker} failed: {Reason}")]
    public partial void FetchFailed(BrokerId broker, string reason);

    [LoggerMessage(EventId = 1451, Level = LogLevel.Information,
        Message = "{Partition} does not hold offset {Offset}: goes on at {Reset}")]
    public partial void OutOfRange(TopicPartition partition, Offset offset, AutoOffsetReset reset);

    [LoggerMessage(EventId = 1452, Level = LogLevel.Warning,
        Message = "{Partition} was cut before the position {Offset}, after an unclean election: "
            + "goes on at {Diverging}")]
    public partial void Truncated(TopicPartition partition, Offset offset, Offset diverging);

    [LoggerMessage(EventId = 1453, Level = LogLevel.Warning, Message = "Positions could not be found yet: {Reason}")]
    public partial void PositionsFailed(string reason);

    [LoggerMessage(EventId = 1454, Level = LogLevel.Information, Message = "{Partition} begins at {Offset} ({Reset})")]
    public partial void PositionReset(TopicPartition partition, Offset offset, AutoOffsetReset reset);

    [LoggerMessage(EventId = 1455, Level = LogLevel.Warning, Message = "Automatic commit failed: {Reason}")]
    public partial void AutoCommitFailed(string reason);

    [LoggerMessage(EventId = 1456, Level = LogLevel.Warning, Message = "An interceptor has thrown in {Where}")]
    public partial void InterceptorFailed(Exception failure, string where);

    [LoggerMessage(EventId = 1457, Level = LogLevel.Error,
        Message = "The rebalance listener has thrown when partitions were {What}")]
    public partial void ListenerFailed(Exception failure, string what);

    [LoggerMessage(EventId = 1458, Level = LogLevel.Warning,
        Message = "The rebalance listener took longer than {Timeout} when partitions were {What}: "
            + "the rebalance goes on")]
    public partial void ListenerTooSlow(TimeSpan timeout, string what);

    [LoggerMessage(EventId = 1459, Level = LogLevel.Warning,
        Message = "Group '{Group}': the next records were not asked for within {Interval} (MaxPollInterval). "
            + "The member leaves, and joins again with the next request. Process faster, or fewer records at a time")]
    public partial void PolledTooLate(string group, TimeSpan interval);

    [LoggerMessage(EventId = 1460, Level = LogLevel.Information,
        Message = "Group '{Group}': member {Member} has {Count} partitions in epoch {Epoch}: +[{Added}] -[{Removed}]")]
    public partial void Rebalanced(string group, string member, int count, int epoch, string added, string removed);

    [LoggerMessage(EventId = 1461, Level = LogLevel.Warning,
        Message = "Group '{Group}': member {Member} has lost its place ({Reason}) and joins again")]
    public partial void MembershipLost(string group, string member, string reason);

    [LoggerMessage(EventId = 1462, Level = LogLevel.Debug, Message = "Group '{Group}': {What} failed: {Reason}")]
    public partial void CoordinatorFailed(string group, string what, string reason);

    [LoggerMessage(EventId = 1463, Level = LogLevel.Error, Message = "Group '{Group}': {Reason}")]
    public partial void MembershipFailed(string group, string reason);

    [LoggerMessage(EventId = 1464, Level = LogLevel.Information,
        Message = "Group '{Group}': the member could not say that it leaves: {Reason}")]
    public partial void LeaveFailed(string group, string reason);
}
