using Cloud.Core.Partitions.Fetching;
using Cloud.Protocol;
using Cloud.Simulation.Cluster.Brokers;
using Cloud.Simulation.Cluster.Checks;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Cluster.Clients;

/// <summary>
/// Reads one partition from its start on, at leaders and sometimes at followers. Runs on its own process, which never
/// fails.
/// </summary>
internal sealed class SimulatedReader(SimulatedCluster cluster, SimulatedProcess process, TopicIdPartition partition)
{
    private const int FetchBytesMax = 4096;

    private readonly ClientMetadata _metadata = new(cluster, process);
    private readonly SimulatedClock _clock = new(process);
    private Offset _position = Offset.Zero;

    public TopicIdPartition Partition => partition;

    public Offset Position => _position;

    /// <summary>Its topic is deleted.</summary>
    public bool IsGivenUp { get; set; }

    public void Start() => process.Run(Read);

    private async Task<bool> Read()
    {
        while (!IsGivenUp)
        {
            if (!await TryFetch())
            {
                await _metadata.Refresh();
            }

            await Task.Delay(cluster.World.Between(20, 200), _clock);
        }

        return true;
    }

    private async Task<bool> TryFetch()
    {
        if (_metadata.Find(partition) is not { HasLeader: true } state)
        {
            return false;
        }

        var isAtFollower = cluster.World.Chance(0.3);
        var broker = cluster.BrokerOf(
            isAtFollower ? state.Replicas[cluster.World.Random.Next(state.Replicas.Length)] : state.Leader);
        var fetch = new PartitionFetch(partition, _position, FetchBytesMax) { CurrentLeaderEpoch = state.LeaderEpoch };
        try
        {
            var records = await cluster.Network.Call(
                process, broker.Name, () => broker.Current, found => Fetch(found, fetch, isAtFollower));
            Take(records);
            return records is not null;
        }
        catch (Exception error) when (SimulatedCluster.IsUnanswered(error))
        {
            return false;
        }
    }

    private async Task<List<CommittedRecord>?> Fetch(BrokerInstance broker, PartitionFetch fetch, bool isAtFollower)
    {
        var request = new FetchRequest([fetch])
        {
            WaitMax = TimeSpan.FromMilliseconds(100),
            IsFollowerAllowed = isAtFollower,
        };
        var result = (await broker.Replicas.Fetches.Fetch(request))[0];
        using var region = result.Region;
        if (result.Failure is FetchFailure.OffsetOutOfRange)
        {
            SentAway(broker, fetch.FetchOffset, result.LogStartOffset);
        }

        if (result.Failure is not FetchFailure.None)
        {
            return null;
        }

        var records = new List<CommittedRecord>();
        if (region is not null)
        {
            LogScan.Decode(region.ToArray(), records);
            cluster.Checks.Fetched(process.Name, partition, records);
        }

        return records;
    }

    // Only where records were deleted, and then it goes on where the log begins now: a gap that it was told of.
    private void SentAway(BrokerInstance broker, Offset offset, Offset logStartOffset)
    {
        var deleted = cluster.Checks.LogOf(partition).DeletedBefore;
        cluster.World.Check(
            offset < logStartOffset && logStartOffset <= deleted,
            $"I9: {process.Name} is sent away from {offset} by broker {broker.Id}, which begins at {logStartOffset}");
        _position = Offset.Max(_position, logStartOffset);
    }

    private void Take(List<CommittedRecord>? records)
    {
        foreach (var record in records ?? [])
        {
            if (record.Offset >= _position.Value)
            {
                cluster.World.Check(
                    record.Offset == _position.Value, $"I9: {process.Name} skips from {_position} to {record.Offset}");
                _position = new(record.Offset + 1);
            }
        }
    }
}
