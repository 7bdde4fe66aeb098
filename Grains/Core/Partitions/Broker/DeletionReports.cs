using Cloud.Core.Controller;
using Cloud.Core.Replication;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Broker;

/// <summary>
/// Topics whose deletion is recorded: the controller keeps the record until every holder has said that its logs are
/// gone. Said again and again until it is heard; what cannot be deleted now is said later. On the broker's scheduler.
/// </summary>
internal sealed class DeletionReports
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);

    private readonly HashSet<TopicId> _open = [];
    private Moment _notBefore = Moment.Never;
    private bool _isSending;

    public void Add(IEnumerable<TopicId> removed) => _open.UnionWith(removed);

    public async Task Send(
        IBrokerController controller, BrokerReplicas replicas, BrokerLife life, Func<Moment> now)
    {
        if (_open.Count == 0 || _isSending || life.Epoch == BrokerEpoch.None || now() < _notBefore)
        {
            return;
        }

        _isSending = true;
        try
        {
            var gone = _open.Where(topic => !replicas.HoldsLogsOf(topic)).ToList();
            if (gone.Count > 0
                && (await controller.LogsDeleted(life.Self, life.Epoch, gone, replicas.MetadataVersion)).IsOk)
            {
                _open.ExceptWith(gone);
            }
        }
        catch (ControllerUnavailableException)
        {
            // Said again.
        }
        finally
        {
            _isSending = false;
            _notBefore = now().Plus(RetryPause);
        }
    }
}
