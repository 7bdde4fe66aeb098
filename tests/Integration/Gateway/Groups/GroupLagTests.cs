using System.Diagnostics.Metrics;
using Cloud.Integration.Brokers;
using Cloud.Protocol.Messages;

namespace Cloud.Integration.Gateway.Groups;

/// <summary>What a coordinator measures of its groups.</summary>
public sealed class GroupLagTests
{
    [Fact]
    public async Task Lag_is_measured_while_somebody_listens_wherever_the_partition_is_led()
    {
        await using var cluster = await GroupCluster.Start(brokers: 2);
        await using var client = await cluster.Connect("g");
        var measured = new Dictionary<int, long>();
        using var listener = Listen("g", measured);
        for (var partition = 0; partition < 2; partition++)
        {
            var leader = (await cluster.Brokers.Describe("orders", partition)).Leader;
            await using var producer = await TestClient.Connect(cluster.Brokers, leader);
            await producer.Ask<ProduceResponse>(
                TestRecords.Produce("orders", count: 10, partition: partition), version: 7);
            await client.AskNewest<OffsetCommitResponse>(GroupCluster.Commit("g", 3 + partition, partition: partition));
        }

        var lag = await Eventually.Is(
            () =>
            {
                listener.RecordObservableInstruments();
                return Task.FromResult(measured);
            },
            known => known.Count == 2,
            "the lag is measured");

        Assert.Equal([(0, 7L), (1, 6L)], lag.OrderBy(entry => entry.Key).Select(entry => (entry.Key, entry.Value)));
    }

    private static MeterListener Listen(string group, Dictionary<int, long> measured)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, enabling) =>
            {
                if (instrument is { Name: "cloud.group.lag", Meter.Name: "Cloud.Groups" })
                {
                    enabling.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, lag, tags, _) =>
        {
            if (Equals(tags[0].Value, group))
            {
                measured[(int)tags[2].Value!] = lag;
            }
        });
        listener.Start();
        return listener;
    }
}
