using System.Net;

namespace Cloud.Gateway;

/// <summary>One address that a silo listens on for Kafka clients.</summary>
/// <param name="Name">
/// As brokers and clients call it; clients of a listener are told the brokers' addresses of its name.
/// </param>
/// <param name="EndPoint">Where it binds.</param>
public sealed record ListenerOptions(string Name, IPEndPoint EndPoint);
