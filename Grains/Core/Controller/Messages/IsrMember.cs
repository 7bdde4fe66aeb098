using Cloud.Protocol;

namespace Cloud.Core.Controller.Messages;

/// <summary>A broker that a leader holds in sync, in one of its lives.</summary>
public readonly record struct IsrMember(BrokerId Broker, BrokerEpoch Epoch);
