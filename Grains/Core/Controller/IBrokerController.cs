using Cloud.Core.Controller.Brokers;
using Cloud.Core.Controller.Messages;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Core.Controller;

/// <summary>
/// What a broker asks of the controller in the course of its life. Every method throws
/// <see cref="ControllerUnavailableException"/> when no answer comes: then it may be done or not, and asking again does
/// no harm.
/// </summary>
public interface IBrokerController : IControllerLink
{
    /// <summary>
    /// Begins a new life. Refused when the data is of another cluster, or the controller lost its own.
    /// </summary>
    Task<Result<RegisteredBroker>> Register(RegisterBroker command);

    /// <summary>Begins a controlled shutdown; how many partitions another may take over soon.</summary>
    Task<Result<int>> ShutDown(BrokerId broker, BrokerEpoch epoch);

    /// <summary>
    /// A replica of this broker is in trouble. Refused by a controller that knows less than the reporter.
    /// </summary>
    Task<Result<bool>> ReplicaTroubled(ReplicaTrouble report);

    /// <summary>The logs of these deleted topics are gone from this broker's disk.</summary>
    /// <param name="knownMetadataVersion">What the broker has seen: a controller that is behind it refuses.</param>
    Task<Result<bool>> LogsDeleted(
        BrokerId broker, BrokerEpoch epoch, IReadOnlyList<TopicId> topics, long knownMetadataVersion);
}
