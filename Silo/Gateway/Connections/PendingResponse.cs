using Cloud.Gateway.Dispatch;
using Cloud.Protocol.Wire;

namespace Cloud.Gateway.Connections;

/// <summary>A request that is being served, in the order of the connection.</summary>
/// <param name="Answer">Null for none: a produce with acks 0.</param>
internal readonly record struct PendingResponse(RequestHead Head, RequestScope Scope, Task<IResponse?> Answer);
