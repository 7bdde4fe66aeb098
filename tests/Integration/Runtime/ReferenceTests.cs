namespace Cloud.Integration.Runtime;

public interface IReferringGrain : IGrainWithStringKey
{
    Task<INamedSiloGrain> Refer(string key);
}

[NamedSiloPlacement]
public sealed class ReferringGrain : Grain, IReferringGrain
{
    public Task<INamedSiloGrain> Refer(string key) => Task.FromResult(GrainFactory.GetGrain<INamedSiloGrain>(key));
}

public sealed class ReferenceTests
{
    [Fact]
    public async Task Reference_from_a_grain_outlives_the_silo_of_that_grain()
    {
        await using var cluster = await RunningCluster.Start(
            silos: 2, silo => silo.AddPlacementDirector<NamedSiloPlacement, NamedSiloDirector>());
        var (home, other) = (cluster.Silos[0].Name, cluster.Silos[1]);
        var reference = await cluster.Client.GetGrain<IReferringGrain>(other.Name).Refer(home);

        await cluster.KillSiloAsync(other);

        Assert.Equal(home, await reference.Silo());
    }
}
