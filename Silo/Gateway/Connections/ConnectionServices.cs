using Cloud.Gateway.Dispatch;

namespace Cloud.Gateway.Connections;

/// <summary>What all connections of a gateway share.</summary>
internal sealed record ConnectionServices(
    RequestDispatcher Dispatcher, RequestMemory Memory, GatewayOptions Options, TimeProvider Clock, GatewayLog Log);
