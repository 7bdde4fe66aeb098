using Cloud.Client;
using Cloud.Integration.Client.Grains;

namespace Cloud.Integration.EmbeddedFaults;

/// <summary>
/// What a client by grain calls hears of a silo that dies at once, which only the embedded runtime can do.
/// </summary>
public sealed class GrainCallsOfDeadSilosTests
{
    [Fact]
    public async Task Request_that_waits_at_a_silo_that_dies_ends_with_a_lost_connection()
    {
        await using var cluster = await GrainTransportTests.Start(brokers: 3);
        var topic = await cluster.ServeTopic("orders", 1, 3);
        var dead = topic.Partitions[0].Leader;
        await using var client = GrainTransportTests.Open(cluster.Grains);
        await client.Metadata.Topic("orders", client.NewDeadline(), CancellationToken.None);
        var connection = await client.Connect(new(dead), ConnectionPurpose.Fetch, CancellationToken.None);
        var waiting = connection.Send(
            GrainTransportTests.LongFetch(), GrainTransportTests.Patience, versionMax: 12);

        await cluster.Kill(dead);

        await Assert.ThrowsAsync<ConnectionLostException>(() => waiting);
    }
}
