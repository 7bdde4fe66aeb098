using System.Collections.Concurrent;
using Cloud.Core.Controller;
using Cloud.Core.Controller.Messages;
using Cloud.Core.Replication;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Broker;

/// <summary>
/// Replicas of this broker that do not do what the committed state says they do: told to the controller again and again
/// until it answers, as nobody else may notice. Any thread notes; <see cref="BrokerMember"/> sends.
/// </summary>
public sealed class TroubleReports
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<TopicIdPartition, Trouble> _open = new();
    private Moment _notBefore = Moment.Never;
    private bool _isSending;
    private long _failureCount;

    /// <summary>A log has failed since the broker's start: its disk is not to be believed.</summary>
    internal bool HasLogFailed => Volatile.Read(ref _failureCount) > 0;

    /// <summary>Its log has failed: told until the committed state shows that nobody counts on it.</summary>
    public void LogFailed(TopicIdPartition partition) =>
        _open[partition] = new(LeaderEpoch.None, IsLogFailed: true)
        {
            // The log that was made anew may fail while the failure of the one before is being struck off.
            Number = Interlocked.Increment(ref _failureCount),
        };

    /// <summary>It leads no more in this epoch, and needs another one, or a successor.</summary>
    public void LeaderResigned(TopicIdPartition partition, LeaderEpoch epoch) => _open.AddOrUpdate(
        partition,
        _ => new(epoch, IsLogFailed: false),
        (_, known) => known.IsLogFailed ? known : new(epoch, IsLogFailed: false));

    internal async Task Send(
        IBrokerController controller, BrokerReplicas replicas, BrokerLife life, Func<Moment> now)
    {
        if (_open.IsEmpty || _isSending || life.Epoch == BrokerEpoch.None || now() < _notBefore)
        {
            return;
        }

        _isSending = true;
        try
        {
            foreach (var (partition, trouble) in _open)
            {
                if (!replicas.TryGetReplica(partition, out var replica)
                    || (trouble.IsLogFailed && !replica.IsFailureUnsettled)
                    || (await IsHeard(controller, ReportOf(partition, trouble, replica, life))
                        && !trouble.IsLogFailed))
                {
                    _open.TryRemove(new(partition, trouble));
                }
            }
        }
        finally
        {
            _isSending = false;
            _notBefore = _open.IsEmpty ? Moment.Never : now().Plus(RetryPause);
        }
    }

    private static ReplicaTrouble ReportOf(
        TopicIdPartition partition, Trouble trouble, PartitionReplica replica, BrokerLife life)
    {
        var epoch = trouble.IsLogFailed ? replica.State?.LeaderEpoch ?? LeaderEpoch.None : trouble.LeaderEpoch;
        return new(partition, life.Self, life.Epoch, epoch, trouble.IsLogFailed);
    }

    private static async Task<bool> IsHeard(IBrokerController controller, ReplicaTrouble report)
    {
        try
        {
            // Refused by a controller that is behind: another one will know.
            return (await controller.ReplicaTroubled(report)).IsOk;
        }
        catch (ControllerUnavailableException)
        {
            return false;
        }
    }

    private readonly record struct Trouble(LeaderEpoch LeaderEpoch, bool IsLogFailed)
    {
        public long Number { get; init; }
    }
}
