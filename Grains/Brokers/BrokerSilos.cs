using System.Globalization;
using Cloud.Protocol;

namespace Cloud.Grains.Brokers;

/// <summary>The one place that maps brokers to silos: a broker's silo bears its id in its name.</summary>
public static class BrokerSilos
{
    private const string Prefix = "broker-";

    public static string NameOf(BrokerId broker) => Prefix + broker.Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The address of a broker's silo while that is an active member.</summary>
    public static SiloAddress? Find(this ClusterMembershipSnapshot members, BrokerId broker)
    {
        var name = NameOf(broker);
        return members.Members.Values
            .FirstOrDefault(member => member.Status == SiloStatus.Active && member.Name == name)
            ?.SiloAddress;
    }
}
