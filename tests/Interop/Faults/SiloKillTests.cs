using Cloud.Interop.Silos;
using Cloud.Interop.Tools;

namespace Cloud.Interop.Faults;

/// <summary>kcat goes on through brokers that die, and nothing is lost, doubled or moved.</summary>
public sealed class SiloKillTests(ThreeSilos silos) : IClassFixture<ThreeSilos>
{
    private const int LinesPerStep = 2000;
    private const int Rounds = 3;

    [KcatFact]
    public async Task Lines_survive_that_leaders_are_killed_one_after_the_other()
    {
        await silos.CreateTopic("killed", configs: ("min.insync.replicas", "2"));
        using var producer = KcatProducer.Start(silos.Brokers, "killed", partition: 0);
        var lines = new NumberedLines();

        for (var round = 0; round < Rounds; round++)
        {
            await producer.Write(lines.Next(LinesPerStep));
            await silos.Holds("killed", 0, lines.All.Count - (LinesPerStep / 2));
            var leader = await silos.LeaderOf("killed", partition: 0);
            await silos.KillSilo(leader);
            await producer.Write(lines.Next(LinesPerStep));
            await silos.Holds("killed", 0, lines.All.Count - (LinesPerStep / 2));
            await silos.StartSilo(leader);
            await silos.AllInSync("killed");
        }

        Assert.Equal(lines.All.Count, await producer.End());
        Assert.Equal(lines.All, (await silos.Kcat.Consume("killed")).Lines);
    }

    [KcatFact]
    public async Task Lines_of_every_partition_survive_that_each_broker_is_killed_in_turn()
    {
        const int Partitions = 3;
        await silos.CreateTopic("each", Partitions, ("min.insync.replicas", "2"));
        var lines = Enumerable.Range(0, Partitions).Select(_ => new NumberedLines()).ToList();
        using var producers = new KcatProducers(silos.Brokers, "each", Partitions);

        for (var broker = 0; broker < ThreeSilos.BrokerCount; broker++)
        {
            await producers.Write(partition => lines[partition].Next(LinesPerStep));
            await silos.KillSilo(broker);
            await producers.Write(partition => lines[partition].Next(LinesPerStep));
            await silos.StartSilo(broker);
            await silos.AllInSync("each");
        }

        Assert.Equal(lines.Select(written => written.All.Count), await producers.End());
        for (var partition = 0; partition < Partitions; partition++)
        {
            Assert.Equal(lines[partition].All, (await silos.Kcat.Consume("each", "-p", $"{partition}")).Lines);
        }
    }
}
