using System.Globalization;
using Cloud.Integration.Brokers;
using Xunit.Abstractions;

namespace Cloud.Integration.EmbeddedFaults;

/// <summary>
/// A few rounds of <see cref="Soak"/>; as many as fit into <c>CLOUD_SOAK_MINUTES</c> where that is set, for a long run.
/// </summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    private const string MinutesVariable = "CLOUD_SOAK_MINUTES";
    private const int RoundsDefault = 3;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_while_brokers_are_killed_paused_cut_off_and_stopped()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 3);
        var soak = new Soak(cluster);
        await soak.Begin();

        var clock = System.Diagnostics.Stopwatch.StartNew();
        do
        {
            await soak.Round();
        }
        while (IsToGoOn(soak.RoundCount, clock.Elapsed));

        await soak.End();
        await soak.NothingIsLostDoubledOrReordered();
        foreach (var broker in cluster.Brokers)
        {
            await cluster.Stop(broker);
        }

        soak.ReplicasAreByteIdentical();
        output.WriteLine($"{soak.RoundCount} rounds of 4 faults, {soak.AcknowledgedCount} batches, "
            + $"{soak.RetryCount} retries");
    }

    // How long it runs is the caller's choice; no outcome depends on it.
    private static bool IsToGoOn(int rounds, TimeSpan elapsed) =>
        Environment.GetEnvironmentVariable(MinutesVariable) is { Length: > 0 } minutes
            ? elapsed < TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture))
            : rounds < RoundsDefault;
}
