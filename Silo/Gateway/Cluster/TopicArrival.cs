using Cloud.Grains.Interfaces.Metadata;
using Cloud.Protocol;

namespace Cloud.Gateway.Cluster;

/// <summary>
/// Waits until this broker has heard of a topic. The controller answers when it has stored one, and brokers hear of it
/// a moment later; clients ask the broker that answered for its metadata at once, and some take "unknown" for an end
/// (kafkajs does when it makes topics). Stateless; any thread.
/// </summary>
internal sealed class TopicArrival(IClusterMetadata metadata, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    // A broker that hears nothing for so long has other troubles.
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(5);

    /// <param name="timeout">The client's.</param>
    public async Task Wait(TopicId topic, TimeSpan timeout)
    {
        var started = clock.GetTimestamp();
        var wait = timeout < WaitMax ? timeout : WaitMax;
        while (!metadata.TryFind(topic, out _) && clock.GetElapsedTime(started) < wait)
        {
            await Task.Delay(Pause, clock);
        }
    }
}
