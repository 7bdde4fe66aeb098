namespace Cloud.Core.Controller.Documents;

/// <summary>
/// Where the controller's documents are: grain storage in production, a store that fails in simulation. Replacing is
/// compare-and-swap per document; there are no transactions over several.
/// </summary>
public interface IControllerStore
{
    /// <summary>What is stored; null for nothing.</summary>
    Task<StoredDocument?> Read(string name);

    /// <summary>Replaces the document that bears this tag; null: makes one where none is. The new tag.</summary>
    /// <exception cref="StoreConflictException">Another one is stored: nothing was written.</exception>
    Task<string> Write(string name, string? tag, ReadOnlyMemory<byte> content);

    /// <exception cref="StoreConflictException">Another one is stored: nothing was removed.</exception>
    Task Remove(string name, string tag);
}
