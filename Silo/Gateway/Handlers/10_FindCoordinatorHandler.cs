using Cloud.Gateway.Dispatch;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>
/// FindCoordinator, versions 0 to 6. Differs from Kafka: there are neither groups nor transactions yet, so that no
/// coordinator is ever available. Where they are is for <see cref="Locate"/> to say.
/// </summary>
internal sealed class FindCoordinatorHandler()
    : RequestHandler<FindCoordinatorRequest, FindCoordinatorResponse>(SupportedApis.FindCoordinator)
{
    private const short FirstVersionWithManyKeys = 4;
    private const sbyte LastKeyType = 2;

    protected override ValueTask<FindCoordinatorResponse?> Handle(
        FindCoordinatorRequest request, RequestScope scope) =>
        ValueTask.FromResult<FindCoordinatorResponse?>(scope.ApiVersion >= FirstVersionWithManyKeys
            ? new() { Coordinators = [.. request.CoordinatorKeys.Select(key => Locate(request.KeyType, key))] }
            : AsWhole(Locate(request.KeyType, request.Key)));

    private static FindCoordinatorResponse.Coordinator Locate(sbyte keyType, string key) =>
        keyType is >= 0 and <= LastKeyType
            ? Failed(key, KafkaError.CoordinatorNotAvailable, "There are no groups and no transactions here yet.")
            : Failed(key, KafkaError.InvalidRequest, $"There is no key type {keyType}.");

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
