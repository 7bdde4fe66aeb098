using Cloud.Protocol;

namespace Cloud.Core.Controller.Brokers;

/// <summary>A new life: the broker is fenced until it has seen <paramref name="MetadataVersion"/>.</summary>
public sealed record RegisteredBroker(BrokerEpoch Epoch, long MetadataVersion);
