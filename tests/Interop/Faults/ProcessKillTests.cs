using System.Globalization;
using Cloud.Interop.Silos;
using Cloud.Interop.Tools;

namespace Cloud.Interop.Faults;

/// <summary>
/// All brokers at once lose everything but their disks, in the midst of work: <c>CLOUD_KILL_ROUNDS</c> times where that
/// is set, for a long run.
/// </summary>
public sealed class ProcessKillTests(ThreeSilos silos) : IClassFixture<ThreeSilos>
{
    private const int LinesPerStep = 2000;
    private const string RoundsVariable = "CLOUD_KILL_ROUNDS";
    private const int RoundsDefault = 3;

    private static int Rounds => Environment.GetEnvironmentVariable(RoundsVariable) is { Length: > 0 } rounds
        ? int.Parse(rounds, CultureInfo.InvariantCulture)
        : RoundsDefault;

    [KcatFact]
    public async Task What_is_reported_as_delivered_survives_that_the_process_is_killed_several_times()
    {
        await silos.CreateTopic("crashed", configs: ("min.insync.replicas", "2"));
        using var producer = KcatProducer.Start(silos.Brokers, "crashed", partition: 0);
        var lines = new NumberedLines();

        for (var round = 0; round < Rounds; round++)
        {
            await producer.Write(lines.Next(LinesPerStep));
            await silos.Holds("crashed", 0, lines.All.Count - (LinesPerStep * 9 / 10));
            await silos.KillProcess();
            await producer.Write(lines.Next(LinesPerStep));
            await silos.StartProcess();
            await silos.Holds("crashed", 0, lines.All.Count - (LinesPerStep / 2));
        }

        Assert.Equal(lines.All.Count, await producer.End());
        Assert.Equal(lines.All, (await silos.Kcat.Consume("crashed")).Lines);
    }

    [KcatFact]
    public async Task What_was_reported_before_the_last_kill_is_there_without_the_producer()
    {
        await silos.CreateTopic("left", configs: ("min.insync.replicas", "2"));
        using var producer = KcatProducer.Start(silos.Brokers, "left", partition: 0);
        var lines = new NumberedLines();
        while (producer.Delivered < LinesPerStep)
        {
            await producer.Write(lines.Next(LinesPerStep / 10));
        }

        await silos.KillProcess();
        var delivered = await producer.Abandon();
        await silos.StartProcess();

        var consumed = (await silos.Kcat.Consume("left")).Lines;
        Assert.InRange(consumed.Length, delivered, lines.All.Count);
        Assert.Equal(lines.All.Take(consumed.Length), consumed);
    }
}
