using Cloud.Gateway.Cluster;
using Cloud.Gateway.Dispatch;
using Cloud.Grains.Interfaces.Groups;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>
/// FindCoordinator, versions 0 to 6, of groups. Differs from Kafka: there are neither transactions nor share groups
/// yet, so that no coordinator of those is ever available.
/// </summary>
internal sealed class FindCoordinatorHandler(ILocalGroups groups, ClusterView cluster)
    : RequestHandler<FindCoordinatorRequest, FindCoordinatorResponse>(SupportedApis.FindCoordinator)
{
    private const short FirstVersionWithManyKeys = 4;
    private const sbyte GroupKey = 0;
    private const sbyte LastKeyType = 2;

    protected override async ValueTask<FindCoordinatorResponse?> Handle(
        FindCoordinatorRequest request, RequestScope scope)
    {
        if (scope.ApiVersion < FirstVersionWithManyKeys)
        {
            return AsWhole(await Locate(request.KeyType, request.Key, scope));
        }

        // One after the other: the first may have to make the topic that all are kept in.
        var found = new List<FindCoordinatorResponse.Coordinator>(request.CoordinatorKeys.Length);
        foreach (var key in request.CoordinatorKeys)
        {
            found.Add(await Locate(request.KeyType, key, scope));
        }

        return new() { Coordinators = [.. found] };
    }

    private async Task<FindCoordinatorResponse.Coordinator> Locate(sbyte keyType, string key, RequestScope scope)
    {
        if (keyType is not GroupKey)
        {
            return keyType is > GroupKey and <= LastKeyType
                ? Failed(
                    key, KafkaError.CoordinatorNotAvailable, "There are no transactions and share groups here yet.")
                : Failed(key, KafkaError.InvalidRequest, $"There is no key type {keyType}.");
        }

        var place = await groups.FindCoordinator(key);
        if (place.Error is not KafkaError.None)
        {
            return Failed(key, place.Error, place.Message!);
        }

        return cluster.Find(place.BrokerId, scope.Connection.Listener) is { } broker
            ? new() { Key = key, NodeId = broker.Id, Host = broker.Host, Port = broker.Port }
            : Failed(key, KafkaError.CoordinatorNotAvailable, "The coordinator cannot be reached by this listener.");
    }

    private static FindCoordinatorResponse AsWhole(FindCoordinatorResponse.Coordinator found) => new()
    {
        Error = found.Error,
        ErrorMessage = found.ErrorMessage,
        NodeId = found.NodeId,
        Host = found.Host,
        Port = found.Port,
    };

    private static FindCoordinatorResponse.Coordinator Failed(string key, KafkaError error, string message) => new()
    {
        Key = key,
        NodeId = BrokerId.None,
        Host = "",
        Port = -1,
        Error = error,
        ErrorMessage = message,
    };
}
