using Cloud.Grains.Brokers;
using Cloud.Grains.Interfaces.Groups;
using Cloud.Protocol.Wire;

namespace Cloud.Grains.Groups;

/// <summary>The broker's groups for those who know the contracts only. Stateless; any thread.</summary>
internal sealed class LocalGroups(BrokerRuntime broker, GroupPlaces places) : ILocalGroups
{
    public Task<IResponse> Handle(IRequest request, GroupCaller caller, CancellationToken cancellation) =>
        broker.Groups.Handle(
            request, new(caller.ClientId, caller.ClientHost, caller.ApiVersion, Guid.NewGuid()), cancellation);

    public Task<CoordinatorPlace> FindCoordinator(string groupId) => places.FindOrCreate(groupId);
}
