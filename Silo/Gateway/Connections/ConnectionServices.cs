using Cloud.Gateway.Dispatch;

namespace Cloud.Gateway.Connections;

/// <summary>What serves the requests of a gateway, on whichever way they come.</summary>
internal sealed record ConnectionServices(
    RequestDispatcher Dispatcher, RequestMemory Memory, GatewayOptions Options, TimeProvider Clock, GatewayLog Log);
