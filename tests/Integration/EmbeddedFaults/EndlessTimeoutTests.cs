using Cloud.Integration.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace Cloud.Integration.EmbeddedFaults;

public sealed class EndlessTimeoutTests
{
    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(-TimeSpan.TicksPerMillisecond)]
    public async Task Response_timeout_of_never_does_not_expire_at_once(long ticks)
    {
        await using var cluster = await RunningCluster.Start(silos: 1, silo =>
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = new TimeSpan(ticks)));
        var factory = cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>();
        var gate = Guid.NewGuid().ToString("N");
        var call = factory.GetGrain<IWorkerGrain>(0).Work(gate);
        await Gate.Named(gate).Arrival();

        // Others' calls have gone out and come back, so the time-outs were looked at.
        await Assert.ThrowsAsync<TimeoutException>(() => factory.GetGrain<ICallGrain>("slow").TooSlow(gate + " slow"));
        Gate.Named(gate + " slow").Open();
        Assert.False(call.IsCompleted);
        Gate.Named(gate).Open();

        Assert.NotEmpty(await call);
    }
}
