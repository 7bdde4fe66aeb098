using Cloud.Embedded.Activations;
using Cloud.Embedded.Calls;
using Cloud.Embedded.Silos;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace Cloud.Embedded.Clusters;

/// <summary>Brings calls to their grains: looks the grain up, has it placed when it is nowhere. Thread-safe.</summary>
internal sealed class CallRouter(EmbeddedCluster cluster)
{
    public void Route(EmbeddedNode sender, GrainCall call)
    {
        if (cluster.Directory.Find(call.TargetId) is { } target)
        {
            Deliver(sender, target, call);
        }
        else
        {
            _ = PlaceAndDeliver(sender, call);
        }
    }

    private static void Refuse(GrainCall call, ICallTarget target) =>
        call.Fail(new SiloUnavailableException($"No connection to {target.Node.Address} for message: {call}."));

    private void Deliver(EmbeddedNode sender, ICallTarget target, GrainCall call)
    {
        // Set first: should the node be lost from here on, the call fails with it, wherever it is then.
        call.Target = target;
        if (target.Node.IsLost)
        {
            Refuse(call, target);
        }
        else if (cluster.Network.IsFaultless)
        {
            target.Receive(call);
        }
        else
        {
            cluster.Network.Pass(sender, target.Node, () => target.Receive(call));
        }
    }

    private async Task PlaceAndDeliver(EmbeddedNode sender, GrainCall call)
    {
        ICallTarget target;
        try
        {
            target = await Place(sender, call).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            call.Fail(exception);
            return;
        }

        Deliver(sender, target, call);
    }

    private async ValueTask<ICallTarget> Place(EmbeddedNode sender, GrainCall call)
    {
        var grainId = call.TargetId;
        if (ObserverTarget.IsObserver(grainId))
        {
            throw new ClientNotAvailableException(grainId);
        }

        var grainClass = GrainTypes.Current.FindClass(grainId.Type)
            ?? throw new ArgumentException($"There is no grain class for {grainId.Type}.");
        var placing = sender as EmbeddedSilo ?? cluster.AnyActiveSilo();
        if (grainClass.Placement is StatelessWorkerPlacement stateless)
        {
            return placing.StatelessWorkers(grainId, grainClass, stateless.MaxLocal);
        }

        var target = new PlacementTarget(
            grainId, call.RequestContext ?? [], GrainInterfaceType.Create(call.Method.InterfaceType.FullName!), 0);
        var address = await placing.Place(grainClass.Placement, target).ConfigureAwait(false);
        var silo = cluster.FindSilo(address) is { IsActive: true } active
            ? active
            : throw new SiloUnavailableException($"{grainId} was placed on {address}, which is not an active silo.");
        var activation = cluster.Directory.FindOrAdd(grainId, id => new Activation(silo, id, grainClass));
        if (ReferenceEquals(activation.Node, silo) && silo.Status == SiloStatus.Dead)
        {
            // Declared dead since we looked, and its entries removed before this one came.
            cluster.Directory.Remove(grainId, activation);
        }

        return activation;
    }
}
