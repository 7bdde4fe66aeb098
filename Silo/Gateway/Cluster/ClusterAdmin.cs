using Cloud.Grains.Interfaces.Controller;
using Cloud.Protocol.Errors;

namespace Cloud.Gateway.Cluster;

/// <summary>
/// The controller, for requests that any broker takes and passes on. What cannot be told from a failed call is answered
/// as Kafka's controller would: not available, try again. Stateless; any thread.
/// </summary>
internal sealed class ClusterAdmin(IGrainFactory grains)
{
    /// <summary>Asks; <paramref name="failed"/> makes the answer where none came in time.</summary>
    /// <param name="timeout">The client's; negative ones are taken for none at all.</param>
    public async Task<T> Ask<T>(
        Func<IClusterAdminGrain, Task<T>> ask, TimeSpan timeout, Func<KafkaError, string, T> failed)
    {
        try
        {
            var wait = timeout < TimeSpan.Zero ? TimeSpan.Zero : timeout;
            return await ask(grains.GetGrain<IClusterAdminGrain>(0)).WaitAsync(wait);
        }
        catch (TimeoutException)
        {
            return failed(KafkaError.RequestTimedOut, "The controller did not answer in time; it may do it yet.");
        }
        catch (OrleansException error)
        {
            return failed(KafkaError.NotController, $"The controller is moving to another broker: {error.Message}");
        }
    }
}
