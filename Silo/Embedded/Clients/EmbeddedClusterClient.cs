using Cloud.Embedded.Calls;
using Cloud.Embedded.Clusters;
using Orleans;
using Orleans.Runtime;

namespace Cloud.Embedded.Clients;

/// <summary>
/// Makes references that call from one node. The cluster client of a client host and of a silo's own services.
/// </summary>
internal sealed class EmbeddedClusterClient(EmbeddedNode node, IServiceProvider services) : IClusterClient
{
    public IServiceProvider ServiceProvider => services;

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey =>
        Reference<TGrainInterface>(GrainKeys.From(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey =>
        Reference<TGrainInterface>(GrainKeys.From(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        return Reference<TGrainInterface>(IdSpan.Create(primaryKey), grainClassNamePrefix);
    }

    public TGrainInterface GetGrain<TGrainInterface>(
        Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidCompoundKey =>
        Reference<TGrainInterface>(GrainKeys.From(primaryKey, keyExtension), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(
        long primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerCompoundKey =>
        Reference<TGrainInterface>(GrainKeys.From(primaryKey, keyExtension), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable =>
        (TGrainInterface)GrainTypes.Current.CreateProxy(typeof(TGrainInterface), node, grainId);

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(obj);
        var id = ObserverTarget.NewId();
        node.Cluster.Directory.FindOrAdd(id, _ => new ObserverTarget(node, id, obj));
        return (TGrainObserverInterface)GrainTypes.Current.CreateProxy(typeof(TGrainObserverInterface), node, id);
    }

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        if (obj is not GrainReference reference || !ObserverTarget.IsObserver(reference.GrainId))
        {
            throw new ArgumentException("Pass what CreateObjectReference returned.", nameof(obj));
        }

        if (node.Cluster.Directory.Find(reference.GrainId) is { } target)
        {
            node.Cluster.Directory.Remove(reference.GrainId, target);
        }
    }

    private TGrainInterface Reference<TGrainInterface>(IdSpan key, string? classNamePrefix)
    {
        var types = GrainTypes.Current;
        var type = types.TypeOf(typeof(TGrainInterface), classNamePrefix);
        return (TGrainInterface)types.CreateProxy(typeof(TGrainInterface), node, GrainId.Create(type, key));
    }
}
