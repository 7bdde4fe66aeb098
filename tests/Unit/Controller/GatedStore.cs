using Cloud.Core.Controller.Documents;

namespace Cloud.Unit.Controller;

/// <summary>A store whose writes wait while its gate is shut, and end as the test says.</summary>
internal sealed class GatedStore : IControllerStore
{
    private readonly MemoryStore _store = new();
    private TaskCompletionSource? _gate;

    public int WriteCount => _store.WriteCount;

    /// <summary>Writes that wait.</summary>
    public int WaitingCount { get; private set; }

    public int WaitingCountMax { get; private set; }

    public void Shut() => _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open()
    {
        var gate = _gate!;
        _gate = null;
        gate.SetResult();
    }

    public void Fail() => _gate!.SetException(new TimeoutException());

    public Task<StoredDocument?> Read(string name) => _store.Read(name);

    public async Task<string> Write(string name, string? tag, ReadOnlyMemory<byte> content)
    {
        WaitingCount++;
        WaitingCountMax = Math.Max(WaitingCountMax, WaitingCount);
        try
        {
            await (_gate?.Task ?? Task.CompletedTask);
        }
        finally
        {
            WaitingCount--;
        }

        return await _store.Write(name, tag, content);
    }

    public Task Remove(string name, string tag) => _store.Remove(name, tag);
}
