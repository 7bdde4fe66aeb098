using System.Collections.Concurrent;
using System.Globalization;
using Cloud.Core.Controller.Documents;

namespace Cloud.Benchmarks.Controller;

/// <summary>A store that is as far away as its latency, and bears any number of requests at once.</summary>
internal sealed class SlowStore(TimeSpan latency) : IControllerStore
{
    private readonly ConcurrentDictionary<string, StoredDocument> _documents = new(StringComparer.Ordinal);
    private long _tags;

    public int WriteCount { get; private set; }

    public long ByteCount { get; private set; }

    public async Task<StoredDocument?> Read(string name)
    {
        await Task.Delay(latency);
        return _documents.GetValueOrDefault(name);
    }

    public async Task<string> Write(string name, string? tag, ReadOnlyMemory<byte> content)
    {
        WriteCount++;
        ByteCount += content.Length;
        var document = new StoredDocument((++_tags).ToString(CultureInfo.InvariantCulture), content.ToArray());
        await Task.Delay(latency);
        Check(name, tag);
        _documents[name] = document;
        return document.Tag;
    }

    public async Task Remove(string name, string tag)
    {
        await Task.Delay(latency);
        Check(name, tag);
        _documents.TryRemove(name, out _);
    }

    private void Check(string name, string? tag)
    {
        if (_documents.GetValueOrDefault(name)?.Tag != tag)
        {
            throw new StoreConflictException(name);
        }
    }
}
