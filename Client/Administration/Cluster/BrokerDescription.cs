using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>One broker of the cluster.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Host">Where clients find it.</param>
/// <param name="Port">Where clients find it.</param>
/// <param name="Rack">Where it stands (<c>broker.rack</c>); null when it says nothing.</param>
/// <param name="IsFenced">Whether it is registered but not in service.</param>
public sealed record BrokerDescription(BrokerId Id, string Host, int Port, string? Rack, bool IsFenced);
