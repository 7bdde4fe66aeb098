using System.Net;
using Cloud.Gateway.Dispatch;
using Cloud.Grains.Interfaces.Groups;
using Cloud.Protocol.Wire;

namespace Cloud.Gateway.Groups;

/// <summary>
/// Brings requests about groups to the broker's coordinators. Each handler of such an API is an entry in the table of
/// what is served; what it does is decided there. Stateless; any thread.
/// </summary>
internal sealed class GroupDoor(ILocalGroups groups)
{
    /// <summary>The answer; null when the connection ended first.</summary>
    public async ValueTask<TResponse?> Ask<TResponse>(IRequest request, RequestScope scope)
        where TResponse : class, IResponse
    {
        var caller = new GroupCaller(
            scope.Connection.ClientId ?? "", HostOf(scope.Connection.Address), scope.ApiVersion);
        try
        {
            return (TResponse)await groups.Handle(request, caller, scope.Cancellation);
        }
        catch (OperationCanceledException) when (scope.Cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    // As Kafka's tools show it.
    private static string HostOf(IPAddress address) => "/" + address;
}
