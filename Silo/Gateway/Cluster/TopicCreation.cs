using Cloud.Grains.Interfaces.Controller;
using Cloud.Protocol.Errors;

namespace Cloud.Gateway.Cluster;

/// <summary>Topics that are made because somebody asked for them, where that is enabled.</summary>
internal sealed class TopicCreation(IGrainFactory grains, GatewayOptions options)
{
    public bool IsEnabled => options.IsAutoCreateEnabled;

    /// <summary>What the client is told until the topic is there: to ask again, or why there will be none.</summary>
    public async Task<KafkaError> Create(string name)
    {
        try
        {
            var answer = await grains.GetGrain<IClusterAdminGrain>(0)
                .CreateTopic(NewTopic.Of(name, partitions: -1, replicationFactor: -1));
            return answer.Error is KafkaError.None or KafkaError.TopicAlreadyExists
                ? KafkaError.LeaderNotAvailable
                : answer.Error;
        }
        catch (Exception error) when (error is OrleansException or TimeoutException)
        {
            return KafkaError.LeaderNotAvailable;
        }
    }
}
