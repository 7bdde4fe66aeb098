using Cloud.Core.Partitions.Fetching;
using Cloud.Core.Partitions.Producing;
using Cloud.Core.Partitions.Queries;
using Cloud.Core.Storage.Epochs;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Partitions;

public sealed class FetchTests
{
    [Fact]
    public void Reader_sees_what_is_committed_and_nothing_else()
    {
        var cluster = new TestCluster();
        cluster.ProduceAndWait(1, records: 3);
        cluster.Network.Isolate(1, [2, 3]);
        cluster.Wait(cluster.Produce(1, records: 2, acks: Acks.Leader));

        var result = Fetch(cluster, 1, 0);
        var beyond = Fetch(cluster, 1, 4);

        Assert.Equal((FetchFailure.None, new Offset(3)), (result.Failure, result.HighWatermark));
        Assert.Equal([0L], BaseOffsets(result));
        Assert.Equal((FetchFailure.None, 0), (beyond.Failure, beyond.ByteCount));
    }

    [Fact]
    public void Offset_outside_of_the_log_is_out_of_range()
    {
        var cluster = new TestCluster();
        cluster.ProduceAndWait(1, records: 3);
        cluster.Call(() => cluster[1].Replicas!.DeleteRecords(cluster.Partition, new(2), LeaderEpoch.None));

        Assert.Equal(FetchFailure.OffsetOutOfRange, Fetch(cluster, 1, 1).Failure);
        Assert.Equal(FetchFailure.None, Fetch(cluster, 1, 2).Failure);
        Assert.Equal(FetchFailure.None, Fetch(cluster, 1, 3).Failure);
        Assert.Equal(FetchFailure.OffsetOutOfRange, Fetch(cluster, 1, 4).Failure);
    }

    [Fact]
    public void Readers_leader_epoch_is_held_against_the_replicas()
    {
        var cluster = new TestCluster();
        cluster.Elect(1, 1, 2, 3);

        Assert.Equal(FetchFailure.FencedLeaderEpoch, With(0));
        Assert.Equal(FetchFailure.None, With(1));
        Assert.Equal(FetchFailure.UnknownLeaderEpoch, With(2));

        FetchFailure With(int epoch) => Fetch(cluster, 1, 0, partition => partition with
        {
            CurrentLeaderEpoch = new(epoch),
        }).Failure;
    }

    [Fact]
    public void Reader_whose_last_record_is_of_a_lost_epoch_is_told_where_it_diverges()
    {
        var cluster = new TestCluster();
        cluster.ProduceAndWait(1, records: 3);
        cluster.Elect(2, 1, 2, 3);
        cluster.ProduceAndWait(2, records: 2);

        var result = Fetch(cluster, 2, 5, partition => partition with { LastFetchedEpoch = new(0) });
        var agreed = Fetch(cluster, 2, 5, partition => partition with { LastFetchedEpoch = new(1) });

        Assert.Equal(new EpochEndOffset(new(0), new(3)), result.DivergingEpoch);
        Assert.Null(agreed.DivergingEpoch);
    }

    [Fact]
    public void Follower_serves_below_its_high_watermark_who_accepts_that()
    {
        var cluster = new TestCluster();
        cluster.ProduceAndWait(1, records: 3);
        cluster.Settle();

        var refused = Fetch(cluster, 2, 0);
        var served = Fetch(cluster, 2, 0, isFollowerAllowed: true);
        var ahead = Fetch(cluster, 2, 4, isFollowerAllowed: true);

        Assert.Equal(FetchFailure.NotLeader, refused.Failure);
        Assert.Equal([0L], BaseOffsets(served));
        Assert.Equal(FetchFailure.OffsetNotAvailable, ahead.Failure);
    }

    [Fact]
    public void Long_poll_ends_with_the_first_committed_bytes()
    {
        var cluster = new TestCluster();
        var waiting = Start(cluster, 1, 0, new FetchRequest([]) { WaitMax = TimeSpan.FromSeconds(20) });
        cluster.Settle();
        var isWaiting = !waiting.IsCompleted;

        cluster.ProduceAndWait(1);

        Assert.True(isWaiting);
        Assert.Equal([0L], BaseOffsets(cluster.Wait(waiting)[0]));
        Assert.True(cluster.Clock.Elapsed < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Long_poll_ends_at_its_time_and_leaves_nothing_behind()
    {
        var cluster = new TestCluster();
        var request = new FetchRequest([]) { WaitMax = TimeSpan.FromSeconds(1), BytesMin = 1_000_000 };
        var waiting = Start(cluster, 1, 0, request);
        cluster.ProduceAndWait(1);

        var result = cluster.Wait(waiting)[0];

        Assert.Equal([0L], BaseOffsets(result));
        Assert.InRange(cluster.Clock.Elapsed.TotalSeconds, 1, 1.1);
        cluster.Pass(TimeSpan.FromSeconds(31));
        Assert.Equal(0, cluster[1].Services.Waitlist.Count);
        Assert.Equal(0, cluster[1].Disk.OpenFileCount - cluster[2].Disk.OpenFileCount);
    }

    [Fact]
    public void Long_poll_is_told_when_leadership_moves()
    {
        var cluster = new TestCluster();
        var waiting = Start(cluster, 1, 0, new FetchRequest([]) { WaitMax = TimeSpan.FromSeconds(20) });
        cluster.Settle();

        cluster.Elect(2, 1, 2, 3);

        Assert.Equal(FetchFailure.NotLeader, cluster.Wait(waiting)[0].Failure);
    }

    [Fact]
    public void Full_fetch_still_tells_of_each_partition()
    {
        var cluster = new TestCluster();
        cluster.ProduceAndWait(1);
        var partition = new PartitionFetch(cluster.Partition, Offset.Zero, 1);
        var unknown = new PartitionFetch(new(cluster.Partition.TopicId, 9), Offset.Zero, 1);
        var request = new FetchRequest([partition, partition, unknown]) { BytesMax = 1 };

        var results = cluster.Call(() => cluster[1].Replicas!.Fetches.Fetch(request).AsTask());

        Assert.True(results[0].ByteCount > 1);
        Assert.Equal((0, new Offset(1)), (results[1].ByteCount, results[1].HighWatermark));
        Assert.Equal(FetchFailure.NotLeader, results[2].Failure);
        results[0].Region!.Dispose();
    }

    [Fact]
    public void Offsets_are_found_by_time_and_by_name()
    {
        var cluster = new TestCluster();
        cluster.ProduceAndWait(1, records: 2);
        cluster.Pass(TimeSpan.FromSeconds(10));
        cluster.ProduceAndWait(1, records: 2);
        var middle = Instant.From(cluster.Clock.GetUtcNow()).Plus(TimeSpan.FromSeconds(-5));
        var view = cluster.ReplicaOn(1).View;

        Assert.Equal(Offset.Zero, Find(OffsetQuery.Earliest).Offset);
        Assert.Equal(new Offset(4), Find(OffsetQuery.Latest).Offset);
        Assert.Equal(new Offset(2), Find(middle).Offset);
        Assert.Equal(new Offset(3), Find(OffsetQuery.MaxTimestamp).Offset);
        Assert.Equal(Offset.None, Find(new(long.MaxValue)).Offset);
        Assert.Equal(FetchFailure.NotLeader, PartitionQueries.FindOffset(
            cluster.ReplicaOn(2).View, new(cluster.Partition, OffsetQuery.Latest)).Failure);

        OffsetAnswer Find(Instant timestamp) =>
            PartitionQueries.FindOffset(view, new(cluster.Partition, timestamp));
    }

    [Fact]
    public void New_leader_that_does_not_know_the_end_yet_does_not_name_one()
    {
        var cluster = new TestCluster();
        cluster.Network.IsLost = (_, request) =>
            request is Core.Replication.Messages.ReplicaRequest.Push { HighWatermark.Value: > 0 };
        cluster.ProduceAndWait(1, records: 3);
        cluster.Network.Isolate(2, [1, 3]);
        cluster.Elect(2, 1, 2, 3);

        var query = new OffsetQuery(cluster.Partition, OffsetQuery.Latest);

        Assert.Equal(
            FetchFailure.OffsetNotAvailable, PartitionQueries.FindOffset(cluster.ReplicaOn(2).View, query).Failure);
    }

    [Fact]
    public void Epoch_ends_are_those_of_the_leader()
    {
        var cluster = new TestCluster();
        cluster.ProduceAndWait(1, records: 3);
        cluster.Elect(2, 1, 2, 3);
        cluster.ProduceAndWait(2, records: 2);
        var view = cluster.ReplicaOn(2).View;

        Assert.Equal(new(3), PartitionQueries.FindEpochEnd(view, new(0), LeaderEpoch.None).End.EndOffset);
        Assert.Equal(new(5), PartitionQueries.FindEpochEnd(view, new(1), LeaderEpoch.None).End.EndOffset);
        Assert.Equal(
            FetchFailure.FencedLeaderEpoch, PartitionQueries.FindEpochEnd(view, new(1), new(0)).Failure);
    }

    [Fact]
    public void Records_beyond_the_high_watermark_are_not_deleted()
    {
        var cluster = new TestCluster();
        cluster.ProduceAndWait(1, records: 3);
        cluster.Network.Isolate(1, [2, 3]);
        cluster.Wait(cluster.Produce(1, records: 2, acks: Acks.Leader));

        var beyond = Delete(new(4));
        var all = Delete(Offset.None);

        Assert.True(beyond.IsOutOfRange);
        Assert.Equal(new Offset(3), all.LogStartOffset);

        DeleteRecordsReply Delete(Offset before) =>
            cluster.Call(() => cluster[1].Replicas!.DeleteRecords(cluster.Partition, before, LeaderEpoch.None));
    }

    private static PartitionFetchResult Fetch(
        TestCluster cluster,
        int broker,
        long offset,
        Func<PartitionFetch, PartitionFetch>? change = null,
        bool isFollowerAllowed = false)
    {
        var partition = new PartitionFetch(cluster.Partition, new(offset), 1 << 20);
        var request = new FetchRequest([change is null ? partition : change(partition)])
        {
            WaitMax = TimeSpan.Zero,
            IsFollowerAllowed = isFollowerAllowed,
        };
        return cluster.Call(() => cluster[broker].Replicas!.Fetches.Fetch(request).AsTask())[0];
    }

    private static Task<PartitionFetchResult[]> Start(
        TestCluster cluster, int broker, long offset, FetchRequest request) =>
        cluster.Start(() => cluster[broker].Replicas!.Fetches.Fetch(request with
        {
            Partitions = [new(cluster.Partition, new(offset), 1 << 20)],
        }).AsTask());

    private static List<long> BaseOffsets(PartitionFetchResult result)
    {
        using var region = result.Region!;
        var found = new List<long>();
        var batches = new RecordBatches(region.ToArray());
        while (batches.MoveNext())
        {
            found.Add(batches.Current.Header.BaseOffset.Value);
        }

        return found;
    }
}
