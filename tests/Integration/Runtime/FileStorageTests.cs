using Cloud.Core.Storage.Documents;
using Cloud.Core.Storage.Files;
using Cloud.Grains.Storage;
using Cloud.Integration.Silos;
using Orleans.Storage;
using Orleans.TestingHost;

namespace Cloud.Integration.Runtime;

public interface IFiledGrain : IGrainWithStringKey
{
    Task Write(int value);

    Task<int> Value();

    Task<bool> Exists();

    Task Clear();
}

public sealed class FiledGrain([PersistentState("filed", "files")] IPersistentState<Account> state) : Grain, IFiledGrain
{
    public Task Write(int value)
    {
        state.State.Balance = value;
        return state.WriteStateAsync();
    }

    public Task<int> Value() => Task.FromResult(state.State.Balance);

    public Task<bool> Exists() => Task.FromResult(state.RecordExists);

    public Task Clear() => state.ClearStateAsync();
}

public sealed class FileStorageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task State_outlives_the_whole_cluster()
    {
        await using (var before = await Start())
        {
            await before.Client.GetGrain<IFiledGrain>("a").Write(1);
            await before.Client.GetGrain<IFiledGrain>("a").Write(2);
            await before.Client.GetGrain<IFiledGrain>("b").Write(3);
            await before.StopAllSilosAsync();
        }

        await using var after = await Start();

        Assert.Equal(2, await after.Client.GetGrain<IFiledGrain>("a").Value());
        Assert.Equal(3, await after.Client.GetGrain<IFiledGrain>("b").Value());
        Assert.False(await after.Client.GetGrain<IFiledGrain>("c").Exists());
    }

    [Fact]
    public async Task State_of_a_killed_silo_is_there_on_the_next()
    {
        await using var cluster = await Start();
        await cluster.Client.GetGrain<IFiledGrain>("a").Write(5);

        await cluster.KillSiloAsync(cluster.Silos[1]);
        await cluster.WaitForLivenessToStabilizeAsync(didKill: true);

        Assert.Equal(5, await cluster.Client.GetGrain<IFiledGrain>("a").Value());
    }

    [Fact]
    public async Task Cleared_state_can_be_written_anew()
    {
        await using var cluster = await Start();
        var grain = cluster.Client.GetGrain<IFiledGrain>("a");
        await grain.Write(5);

        await grain.Clear();
        Assert.False(await grain.Exists());
        await grain.Write(6);

        Assert.Equal(6, await grain.Value());
    }

    [Fact]
    public async Task Write_over_a_newer_state_is_refused()
    {
        await using var cluster = await Start();
        var grain = cluster.Client.GetGrain<IFiledGrain>("a");
        await grain.Write(5);
        var documents = OpenDocuments();
        var name = $"filed/{grain.GetGrainId()}";
        documents.Write(name, documents.Read(name).Version, "{\"Balance\":9}"u8.ToArray());

        await Assert.ThrowsAsync<InconsistentStateException>(() => grain.Write(6));

        Assert.Equal(9, await grain.Value());
    }

    private Task<InProcessTestCluster> Start()
    {
        var documents = OpenDocuments();
        return RunningCluster.Start(silos: 2, silo => silo.AddFileGrainStorage("files", documents));
    }

    private DocumentStore OpenDocuments() => new(new RealFileSystem(), _folder.Path);
}
