using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>The cluster as one of its brokers sees it.</summary>
/// <param name="ClusterId">Its id.</param>
/// <param name="Controller">The broker that serves what the controller is asked; none while there is none.</param>
/// <param name="Brokers">By id.</param>
public sealed record ClusterDescription(
    string ClusterId, BrokerId Controller, IReadOnlyList<BrokerDescription> Brokers);
