using Cloud.Protocol;

namespace Cloud.Gateway.Cluster;

/// <summary>Where clients of one listener reach a broker.</summary>
/// <param name="IsFenced">It is registered but does not serve.</param>
internal readonly record struct BrokerAddress(BrokerId Id, string Host, int Port, string? Rack, bool IsFenced);
