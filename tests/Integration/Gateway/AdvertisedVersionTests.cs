using Cloud.Gateway;
using Cloud.Integration.Brokers;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Integration.Gateway;

/// <summary>Whatever version is advertised is answered, and the connection stays.</summary>
public sealed class AdvertisedVersionTests
{
    [Fact]
    public async Task Every_advertised_version_of_every_api_is_answered()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);
        var served = await client.AskNewest<ApiVersionsResponse>(new ApiVersionsRequest());

        Assert.All(served.ApiKeys, api => Assert.NotNull(SupportedApis.Find(api.ApiKey)));
        foreach (var api in served.ApiKeys.Select(api => SupportedApis.Find(api.ApiKey)!))
        {
            // Produce is advertised from version 0 for librdkafka's sake, and read from 3.
            for (var version = api.Versions.First; version <= api.AdvertisedVersions.Last; version++)
            {
                await client.Send(Empty(api), version);
                Assert.Same(api, (await client.Read()).Api);
            }
        }
    }

    // The plainest request there is: what is asked for is nothing.
    private static IRequest Empty(ApiDescription api) => api.Key switch
    {
        ApiKey.Produce => new ProduceRequest { Acks = -1 },
        ApiKey.Metadata => new MetadataRequest { Topics = [] },
        ApiKey.OffsetFetch => new OffsetFetchRequest { Topics = [] },
        _ => (IRequest)Activator.CreateInstance(
            typeof(ApiKey).Assembly.GetType($"{typeof(ApiKey).Namespace}.{api.Name}Request", throwOnError: true)!)!,
    };
}
