using Cloud.Grains.Brokers;
using Microsoft.Extensions.DependencyInjection;

namespace Cloud.Grains;

/// <summary>What a silo needs to run Cloud's grains.</summary>
public static class CloudGrainsExtensions
{
    /// <summary>Makes the silo a broker. Its name must be <see cref="BrokerSilos.NameOf"/> the broker's id.</summary>
    public static ISiloBuilder AddCloudBroker(this ISiloBuilder builder, BrokerIdentity identity)
    {
        builder.Services.AddSingleton(identity);
        return builder.AddPlacementDirector<BrokerPlacement, BrokerPlacementDirector>();
    }
}
