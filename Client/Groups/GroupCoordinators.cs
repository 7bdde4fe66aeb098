using System.Collections.Concurrent;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Wire;

namespace Cloud.Client;

/// <summary>The coordinators of many groups, for who belongs to none of them. Thread-safe.</summary>
internal sealed class GroupCoordinators(ClusterClient cluster)
{
    private readonly ConcurrentDictionary<string, GroupCoordinator> _coordinators = new();

    /// <summary>
    /// Asks a group's coordinator, once. The next attempt finds another where this one is none any more.
    /// </summary>
    /// <param name="errorOf">The error of an answer as a whole.</param>
    /// <exception cref="ClientException">It could not be asked, or says that it is not the one, or not yet.</exception>
    public async Task<(BrokerId Coordinator, TResponse Response)> Send<TRequest, TResponse>(
        string group,
        IRequest<TRequest, TResponse> request,
        Func<TResponse, KafkaError> errorOf,
        CancellationToken cancellationToken)
        where TRequest : IRequest<TRequest, TResponse>
        where TResponse : class, IResponse<TResponse>
    {
        var coordinator = _coordinators.GetOrAdd(
            group, static (id, client) => new GroupCoordinator(client, id), cluster);
        var broker = await coordinator.Find(cancellationToken).ConfigureAwait(false);
        var response = await coordinator.Send(
            request, ConnectionPurpose.Coordinator, cluster.Options.RequestTimeout, cancellationToken)
            .ConfigureAwait(false);
        var error = errorOf(response);
        return error is KafkaError.NotCoordinator or KafkaError.CoordinatorNotAvailable
            or KafkaError.CoordinatorLoadInProgress
            ? throw coordinator.Failure(error, $"{request.Api} was refused by broker {broker}")
            : (broker, response);
    }
}
