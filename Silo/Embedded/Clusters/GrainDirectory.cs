using System.Collections.Concurrent;
using Cloud.Embedded.Calls;
using Orleans.Runtime;

namespace Cloud.Embedded.Clusters;

/// <summary>
/// Where each grain and observer of the cluster is. One entry a grain: the first to register wins. Thread-safe.
/// </summary>
internal sealed class GrainDirectory
{
    private readonly ConcurrentDictionary<GrainId, ICallTarget> _targets = new();

    public IEnumerable<ICallTarget> Targets => _targets.Select(entry => entry.Value);

    public ICallTarget? Find(GrainId grainId) => _targets.GetValueOrDefault(grainId);

    public ICallTarget FindOrAdd(GrainId grainId, Func<GrainId, ICallTarget> create) =>
        _targets.GetOrAdd(grainId, create);

    /// <summary>Removes exactly this entry; a later activation of the same grain stays.</summary>
    public void Remove(GrainId grainId, ICallTarget target) => _targets.TryRemove(new(grainId, target));

    public void RemoveAll(EmbeddedNode node)
    {
        foreach (var entry in _targets)
        {
            if (ReferenceEquals(entry.Value.Node, node))
            {
                _targets.TryRemove(entry);
            }
        }
    }
}
