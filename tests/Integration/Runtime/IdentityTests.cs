namespace Cloud.Integration.Runtime;

public interface IStringKeyGrain : IGrainWithStringKey
{
    Task<string> Key();
}

public interface IIntegerKeyGrain : IGrainWithIntegerKey
{
    Task<long> Key();
}

public interface IGuidKeyGrain : IGrainWithGuidKey
{
    Task<Guid> Key();
}

public interface IIntegerCompoundKeyGrain : IGrainWithIntegerCompoundKey
{
    Task<string> Key();
}

public interface IGuidCompoundKeyGrain : IGrainWithGuidCompoundKey
{
    Task<string> Key();
}

public interface IUnimplementedGrain : IGrainWithStringKey
{
    Task Never();
}

public sealed class StringKeyGrain : Grain, IStringKeyGrain
{
    public Task<string> Key() => Task.FromResult(this.GetPrimaryKeyString());
}

public sealed class IntegerKeyGrain : Grain, IIntegerKeyGrain
{
    public Task<long> Key() => Task.FromResult(this.GetPrimaryKeyLong());
}

public sealed class GuidKeyGrain : Grain, IGuidKeyGrain
{
    public Task<Guid> Key() => Task.FromResult(this.GetPrimaryKey());
}

public sealed class IntegerCompoundKeyGrain : Grain, IIntegerCompoundKeyGrain
{
    public Task<string> Key() => Task.FromResult($"{this.GetPrimaryKeyLong(out var extension)}/{extension}");
}

public sealed class GuidCompoundKeyGrain : Grain, IGuidCompoundKeyGrain
{
    public Task<string> Key() => Task.FromResult($"{this.GetPrimaryKey(out var extension)}/{extension}");
}

public sealed class IdentityTests
{
    [Fact]
    public async Task Grain_knows_its_key_of_each_kind()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var guid = Guid.Parse("f47ac10b-58cc-4372-a567-0e02b2c3d479");

        Assert.Equal("a/b c", await cluster.Client.GetGrain<IStringKeyGrain>("a/b c").Key());
        Assert.Equal(-42, await cluster.Client.GetGrain<IIntegerKeyGrain>(-42).Key());
        Assert.Equal(guid, await cluster.Client.GetGrain<IGuidKeyGrain>(guid).Key());
        Assert.Equal("7/x", await cluster.Client.GetGrain<IIntegerCompoundKeyGrain>(7, "x").Key());
        Assert.Equal($"{guid}/y", await cluster.Client.GetGrain<IGuidCompoundKeyGrain>(guid, "y").Key());
    }

    [Fact]
    public async Task Reference_tells_its_key_and_id_without_a_call()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);

        var reference = cluster.Client.GetGrain<IStringKeyGrain>("k");

        Assert.Equal("k", reference.GetPrimaryKeyString());
        Assert.Equal(GrainId.Create("stringkey", "k"), reference.GetGrainId());
        Assert.Equal("stringkey/k", reference.GetGrainId().ToString());
    }

    [Fact]
    public async Task References_to_one_grain_are_equal()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);

        Assert.Equal(cluster.Client.GetGrain<IStringKeyGrain>("k"), cluster.Client.GetGrain<IStringKeyGrain>("k"));
        Assert.NotEqual(cluster.Client.GetGrain<IStringKeyGrain>("k"), cluster.Client.GetGrain<IStringKeyGrain>("l"));
    }

    [Fact]
    public async Task Interface_without_a_class_is_refused()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);

        Assert.Throws<ArgumentException>(() => cluster.Client.GetGrain<IUnimplementedGrain>("k"));
    }
}
