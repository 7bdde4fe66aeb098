using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Client;

/// <summary>
/// Knows which broker coordinates the group, and asks it; finds it again when it is another one. Thread-safe.
/// </summary>
internal sealed class GroupCoordinator(ClusterClient cluster, string groupId)
{
    private const sbyte GroupKeyType = 0;

    private volatile Task<BrokerId>? _finding;

    public string GroupId => groupId;

    /// <summary>Asks it once.</summary>
    /// <exception cref="ClientException">It is not known, or does not answer; it is looked for with the next
    /// call.</exception>
    public async Task<TResponse> Send<TRequest, TResponse>(
        IRequest<TRequest, TResponse> request,
        ConnectionPurpose purpose,
        TimeSpan timeout,
        CancellationToken cancellationToken,
        short versionMin = 0)
        where TRequest : IRequest<TRequest, TResponse>
        where TResponse : class, IResponse<TResponse>
    {
        var coordinator = await Find(cancellationToken).ConfigureAwait(false);
        try
        {
            var connection = await cluster.Connect(coordinator, purpose, cancellationToken).ConfigureAwait(false);
            if (connection.Versions.VersionOf(request.Api) is not { } version || version < versionMin)
            {
                throw new UnsupportedByBrokerException(
                    $"{connection.Address} does not serve {request.Api} in version {versionMin} or later.");
            }

            return await connection.Send(request, timeout).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ClientException failure) when (failure.IsRetriable)
        {
            Forget();
            throw;
        }
    }

    /// <summary>
    /// Turns an error of an answer into an exception; one that says that the coordinator is another forgets it.
    /// </summary>
    public ClientException Failure(KafkaError error, string what, string? message = null)
    {
        if (error is KafkaError.NotCoordinator or KafkaError.CoordinatorNotAvailable)
        {
            Forget();
        }

        return error is KafkaError.GroupAuthorizationFailed
            ? new GroupAuthorizationException(groupId)
            : new ClientException(error, $"Group '{groupId}': {what}: {message ?? error.DefaultMessage()}");
    }

    /// <summary>Who it is at the moment.</summary>
    public Task<BrokerId> Find(CancellationToken cancellationToken)
    {
        var finding = _finding;
        if (finding is null or { IsFaulted: true } or { IsCanceled: true })
        {
            _finding = finding = Ask();
        }

        return finding.WaitAsync(cancellationToken);
    }

    private void Forget() => _finding = null;

    private async Task<BrokerId> Ask()
    {
        var request = new FindCoordinatorRequest { Key = groupId, KeyType = GroupKeyType, CoordinatorKeys = [groupId] };
        var response = await cluster.SendToAny(request, cluster.Closing).ConfigureAwait(false);
        var (error, message, broker) = response.Coordinators is [var one, ..]
            ? (one.Error, one.ErrorMessage, one.NodeId)
            : (response.Error, response.ErrorMessage, response.NodeId);
        if (error is not KafkaError.None)
        {
            throw Failure(error, "its coordinator could not be found", message);
        }

        if (!cluster.Metadata.Snapshot.Brokers.ContainsKey(broker))
        {
            await cluster.Metadata.Refresh().ConfigureAwait(false);
        }

        return broker;
    }
}
