namespace Cloud.Core.Controller.State;

/// <summary>An address that a broker advertises to clients.</summary>
public sealed record BrokerListener(string Name, string Host, int Port);
