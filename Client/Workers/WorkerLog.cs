using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cloud.Client;

/// <summary>Log messages of consumer workers. Event ids 1470 to 1489.</summary>
internal sealed partial class WorkerLog(ILogger logger)
{
    public static WorkerLog Of(ClientOptions options) =>
        new(options.LoggerFactory?.CreateLogger("Cloud.Client.Workers") ?? NullLogger.Instance);

    [LoggerMessage(EventId = 1470, Level = LogLevel.Warning,
        Message = "Processing {Partition} at {Offset} failed, attempt {Attempts}.")]
    public partial void AttemptFailed(string partition, long offset, int attempts, Exception failure);

    [LoggerMessage(EventId = 1471, Level = LogLevel.Warning,
        Message = "{Partition} at {Offset} was passed on to {Topic} after {Attempts} attempts.")]
    public partial void PassedOn(string partition, long offset, string topic, int attempts);

    [LoggerMessage(EventId = 1472, Level = LogLevel.Error,
        Message = "{Partition} at {Offset} was passed over after {Attempts} attempts.")]
    public partial void Skipped(string partition, long offset, int attempts, Exception failure);

    [LoggerMessage(EventId = 1473, Level = LogLevel.Warning,
        Message = "{Partition} at {Offset} could not be passed on to {Topic}; it is tried again.")]
    public partial void NotForwarded(string partition, long offset, string topic, Exception failure);

    [LoggerMessage(EventId = 1474, Level = LogLevel.Warning, Message = "Offsets were not committed: {Reason}")]
    public partial void CommitFailed(string reason);

    [LoggerMessage(EventId = 1475, Level = LogLevel.Error,
        Message = "Worker '{Worker}' has failed; it begins again in {Pause}.")]
    public partial void Faulted(string worker, TimeSpan pause, Exception failure);

    [LoggerMessage(EventId = 1476, Level = LogLevel.Warning,
        Message = "Worker '{Worker}' had no time to finish {Records} records; they will be processed again.")]
    public partial void LeftBehind(string worker, int records);

    [LoggerMessage(EventId = 1477, Level = LogLevel.Warning,
        Message = "Processing {Partition} at {Offset} failed after it was given up.")]
    public partial void FailedWhenGivenUp(string partition, long offset, Exception failure);
}
