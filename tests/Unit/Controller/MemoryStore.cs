using Cloud.Core.Controller.Documents;

namespace Cloud.Unit.Controller;

/// <summary>A store that loses its connection after so many writes, with or without doing the last one.</summary>
internal sealed class MemoryStore : IControllerStore
{
    private int _lastTag;

    public Dictionary<string, StoredDocument> Documents { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Writes that are still done.</summary>
    public int WritesLeft { get; set; } = int.MaxValue;

    /// <summary>Whether the write that fails is done all the same.</summary>
    public bool IsFailureAmbiguous { get; set; }

    public int WriteCount { get; private set; }

    public Task<StoredDocument?> Read(string name) => Task.FromResult(Documents.GetValueOrDefault(name));

    public Task<string> Write(string name, string? tag, ReadOnlyMemory<byte> content)
    {
        var mustFail = Count();
        if (!mustFail || IsFailureAmbiguous)
        {
            Check(name, tag);
            Documents[name] = new($"tag-{++_lastTag}", content.ToArray());
        }

        return mustFail ? throw new TimeoutException() : Task.FromResult(Documents[name].Tag);
    }

    public Task Remove(string name, string tag)
    {
        var mustFail = Count();
        if (!mustFail || IsFailureAmbiguous)
        {
            Check(name, tag);
            Documents.Remove(name);
        }

        return mustFail ? throw new TimeoutException() : Task.CompletedTask;
    }

    private bool Count()
    {
        WriteCount++;
        return --WritesLeft < 0;
    }

    private void Check(string name, string? tag)
    {
        if (Documents.GetValueOrDefault(name)?.Tag != tag)
        {
            throw new StoreConflictException(name);
        }
    }
}
