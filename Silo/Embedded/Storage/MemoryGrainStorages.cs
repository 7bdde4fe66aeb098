using System.Collections.Concurrent;

namespace Cloud.Embedded.Storage;

/// <summary>The memory storage providers of a cluster, by name: its silos share them.</summary>
internal sealed class MemoryGrainStorages
{
    private readonly ConcurrentDictionary<string, MemoryGrainStorage> _storages = new();

    public MemoryGrainStorage Named(string name) => _storages.GetOrAdd(name, _ => new MemoryGrainStorage());
}
