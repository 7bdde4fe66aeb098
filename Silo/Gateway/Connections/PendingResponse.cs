using Cloud.Gateway.Dispatch;
using Cloud.Protocol.Wire;

namespace Cloud.Gateway.Connections;

/// <summary>A request that is being served, in the order of the connection.</summary>
/// <param name="Known">The answer, if it was there at once; null for none: a produce with acks 0.</param>
/// <param name="Awaited">Brings the answer, if it was not.</param>
internal readonly record struct PendingResponse(
    RequestHead Head, RequestScope Scope, IResponse? Known, Task<IResponse?>? Awaited);
