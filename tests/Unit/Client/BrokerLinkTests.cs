using Cloud.Client;

namespace Cloud.Unit.Client;

/// <summary>When a sender connects to a broker that it cannot have.</summary>
public sealed class BrokerLinkTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Broker_that_metadata_does_not_know_is_tried_again_after_a_pause()
    {
        var clock = new ManualClock();
        var options = new ProducerOptions
        {
            Transport = new ScriptedCluster(), Clock = clock, ReconnectBackoff = Pause,
        };
        await using var cluster = new ClusterClient(options, mayCreateTopics: false);
        var signal = new SenderSignal();
        var link = new BrokerLink(new(7), cluster, signal, options);

        Assert.False(link.Keep(clock.GetTimestamp()));
        await signal.Wait().AsTask().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.True(link.Keep(clock.GetTimestamp()));
        Assert.Equal(Pause.Ticks, link.ConnectAfter);

        // It is not, so that nothing wakes the sender, which would ask again at once.
        var wakes = signal.Wait().AsTask();
        clock.Advance(Pause - TimeSpan.FromMilliseconds(1));
        Assert.False(link.Keep(clock.GetTimestamp()));
        Assert.False(wakes.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(link.Keep(clock.GetTimestamp()));
        await wakes.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.True(link.Keep(clock.GetTimestamp()));
    }
}
