using Cloud.Embedded.Clusters;
using Cloud.Integration.Brokers;

namespace Cloud.Integration.EmbeddedFaults;

/// <summary>Replicas' doorways hold nothing: that they are deactivated is noticed by nobody.</summary>
public sealed class IdleDoorwayTests
{
    private const int Rounds = 20;

    [Fact]
    public async Task Deactivated_doorways_of_leader_and_followers_are_noticed_by_no_producer()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 3);
        var topic = await cluster.ServeTopic("orders", 1, 3, ("min.insync.replicas", "3"));
        var producer = await TestProducer.Create(cluster, topic);
        await producer.Send();
        var before = await cluster.Describe("orders");
        var faults = cluster.FaultsOfRuntime<ClusterFaults>();

        for (var round = 0; round < Rounds; round++)
        {
            var sending = producer.Send(batches: 3);
            foreach (var broker in cluster.Brokers)
            {
                await faults.Deactivate(cluster.AddressOf(broker), cluster.Replica(topic, broker).GetGrainId());
            }

            await sending;

            // Those may all have been sent before the last was deactivated. All answer for this one, and rest then.
            await producer.Send();
            foreach (var broker in cluster.Brokers)
            {
                var wasThere =
                    await faults.Deactivate(cluster.AddressOf(broker), cluster.Replica(topic, broker).GetGrainId());
                Assert.True(wasThere);
            }
        }

        Assert.Equal(0, producer.RetryCount);
        Assert.Equivalent(before, await cluster.Describe("orders"));
        Assert.Equal(
            Enumerable.Range(0, producer.Acknowledged.Count * TestProducer.RecordsPerBatch),
            await TestReader.ReadAll(cluster, topic, before.Leader));
    }
}
