namespace Cloud.Benchmarks.Embedded;

/// <summary>The least that a grain can do.</summary>
public sealed class PingGrain : Grain, IPingGrain
{
    public Task<Ping> Answer(Ping ping) => Task.FromResult(ping);

    public async Task CallMany(IPingGrain other, int callCount)
    {
        var ping = new Ping(1);
        for (var call = 0; call < callCount; call++)
        {
            await other.Answer(ping);
        }
    }
}
