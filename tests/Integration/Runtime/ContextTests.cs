namespace Cloud.Integration.Runtime;

public interface IContextGrain : IGrainWithStringKey
{
    Task<string?> ContextOfActivation(string key);

    Task Hold(string gate);

    Task SetAmbient(string value);

    Task<string?> Ambient();
}

public sealed class ContextGrain : Grain, IContextGrain
{
    private static readonly AsyncLocal<string?> AmbientValue = new();

    private Dictionary<string, object> _ofActivation = [];

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _ofActivation = RequestContext.Entries.ToDictionary();
        return Task.CompletedTask;
    }

    public Task<string?> ContextOfActivation(string key) =>
        Task.FromResult(_ofActivation.GetValueOrDefault(key) as string);

    public Task Hold(string gate) => Gate.Named(gate).Pass();

    // Not async, so nothing but the runtime takes the value back.
    public Task SetAmbient(string value)
    {
        AmbientValue.Value = value;
        return Task.CompletedTask;
    }

    public Task<string?> Ambient() => Task.FromResult(AmbientValue.Value);
}

public sealed class ContextTests
{
    [Fact]
    public async Task Activation_sees_the_request_context_of_the_call_that_caused_it()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        RequestContext.Set("colour", "green");

        var seen = await New(cluster).ContextOfActivation("colour");

        Assert.Equal("green", seen);
    }

    [Fact]
    public async Task Ambient_values_of_a_call_do_not_reach_the_call_that_waited_behind_it()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var grain = New(cluster);
        var gate = Guid.NewGuid().ToString("N");
        var held = grain.Hold(gate);
        await Gate.Named(gate).Arrival();

        var set = grain.SetAmbient("left over");
        var seen = grain.Ambient();
        Gate.Named(gate).Open();
        await Task.WhenAll(held, set);

        Assert.Null(await seen);
    }

    private static IContextGrain New(Orleans.TestingHost.InProcessTestCluster cluster) =>
        cluster.Client.GetGrain<IContextGrain>(Guid.NewGuid().ToString("N"));
}
