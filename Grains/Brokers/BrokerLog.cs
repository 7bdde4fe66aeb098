using Cloud.Core.Partitions;
using Cloud.Protocol;
using Microsoft.Extensions.Logging;

namespace Cloud.Grains.Brokers;

/// <summary>What a broker logs. Event ids 1200 to 1299.</summary>
internal sealed partial class BrokerLog(ILogger<BrokerLog> logger)
{
    [LoggerMessage(EventId = 1201, Level = LogLevel.Debug,
        Message = "{Partition} is {Role} in leader epoch {LeaderEpoch}.")]
    public partial void RoleChanged(TopicIdPartition partition, ReplicaRole role, LeaderEpoch leaderEpoch);

    [LoggerMessage(EventId = 1202, Level = LogLevel.Error,
        Message = "The log of {Partition} has failed: it is neither led nor followed here any more.")]
    public partial void LogFailed(Exception cause, TopicIdPartition partition);

    [LoggerMessage(EventId = 1203, Level = LogLevel.Warning,
        Message = "{Partition} leads no more in epoch {LeaderEpoch}: {Reason}.")]
    public partial void LeaderResigned(TopicIdPartition partition, LeaderEpoch leaderEpoch, string reason);

    [LoggerMessage(EventId = 1204, Level = LogLevel.Error, Message = "The broker's upkeep failed; it goes on.")]
    public partial void TickFailed(Exception error);

    [LoggerMessage(EventId = 1205, Level = LogLevel.Debug, Message = "Metadata is missing; a snapshot will come.")]
    public partial void MetadataGap();

    [LoggerMessage(EventId = 1206, Level = LogLevel.Information,
        Message = "Controller of the cluster, epoch {ControllerEpoch}: {TopicCount} topics, {BrokerCount} brokers.")]
    public partial void ControllerStarted(ControllerEpoch controllerEpoch, int topicCount, int brokerCount);

    [LoggerMessage(EventId = 1207, Level = LogLevel.Warning,
        Message = "Another controller has taken over; this one steps down.")]
    public partial void ControllerDeposed();

    [LoggerMessage(EventId = 1209, Level = LogLevel.Error, Message = "{Work} of logs failed; it is tried again.")]
    public partial void CareFailed(Exception error, string work);

    [LoggerMessage(EventId = 1210, Level = LogLevel.Warning,
        Message = "Upkeep of the logs failed at {Partition}; it is tried again.")]
    public partial void MaintenanceFailed(Exception error, TopicPartition? partition);

    [LoggerMessage(EventId = 1211, Level = LogLevel.Information, Message = "Broker {BrokerId} has shut down.")]
    public partial void BrokerLeft(BrokerId brokerId);

    [LoggerMessage(EventId = 1212, Level = LogLevel.Debug,
        Message = "Groups of partition {Partition} are served here in leader epoch {LeaderEpoch}: " +
            "{RecordCount} records, {SkippedCount} of other kinds.")]
    public partial void GroupsLoaded(int partition, LeaderEpoch leaderEpoch, long recordCount, long skippedCount);

    [LoggerMessage(EventId = 1213, Level = LogLevel.Warning,
        Message = "Groups of partition {Partition} could not be loaded in leader epoch {LeaderEpoch}; " +
            "it is tried again.")]
    public partial void GroupsNotLoaded(Exception error, int partition, LeaderEpoch leaderEpoch);

    [LoggerMessage(EventId = 1214, Level = LogLevel.Debug,
        Message = "Groups of partition {Partition} are served here no more.")]
    public partial void GroupsDropped(int partition);

    [LoggerMessage(EventId = 1208, Level = LogLevel.Warning, Message = "Broker {BrokerId} is gone: its silo is dead.")]
    public partial void BrokerFailed(BrokerId brokerId);
}
