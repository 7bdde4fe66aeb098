using Cloud.Core.Controller.Documents;

namespace Cloud.Simulation.Cluster.Controllers;

/// <summary>The store as one broker reaches it: not at all while it is cut off from it.</summary>
internal sealed class StoreDoor(SimulatedStore store, Func<bool> isCutOff) : IControllerStore
{
    public Task<StoredDocument?> Read(string name) => isCutOff() ? Refuse<StoredDocument?>() : store.Read(name);

    public Task<string> Write(string name, string? tag, ReadOnlyMemory<byte> content) =>
        isCutOff() ? Refuse<string>() : store.Write(name, tag, content);

    public Task Remove(string name, string tag) => isCutOff() ? Refuse<bool>() : store.Remove(name, tag);

    private static Task<T> Refuse<T>() => Task.FromException<T>(new TimeoutException("the store cannot be reached"));
}
