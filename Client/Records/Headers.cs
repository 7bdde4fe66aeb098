using System.Collections;
using System.Runtime.InteropServices;
using System.Text;
using Cloud.Protocol.Records;

namespace Cloud.Client;

/// <summary>
/// The headers of a record, in their order. Keys may repeat; a value may be null. Not thread-safe: who gives headers to
/// a producer leaves them alone until the record is delivered.
/// </summary>
public sealed class Headers : IReadOnlyList<RecordHeader>
{
    private readonly List<RecordHeader> _headers = [];

    public Headers()
    {
    }

    public Headers(IEnumerable<RecordHeader> headers) => _headers.AddRange(headers);

    public int Count => _headers.Count;

    public RecordHeader this[int index] => _headers[index];

    /// <summary>Adds a header after all others.</summary>
    public Headers Add(string key, ReadOnlyMemory<byte>? value)
    {
        ArgumentNullException.ThrowIfNull(key);
        _headers.Add(new RecordHeader(key, value));
        return this;
    }

    /// <summary>Adds a header whose value is a text, as UTF-8.</summary>
    public Headers Add(string key, string? value) =>
        Add(key, value is null ? (ReadOnlyMemory<byte>?)null : Encoding.UTF8.GetBytes(value));

    /// <summary>Takes every header of that key away.</summary>
    public Headers Remove(string key)
    {
        _headers.RemoveAll(header => header.Key == key);
        return this;
    }

    /// <summary>The last header of that key, which counts where there are several; false when there is none.</summary>
    public bool TryGetLast(string key, out RecordHeader header)
    {
        var index = _headers.FindLastIndex(candidate => candidate.Key == key);
        header = index < 0 ? default : _headers[index];
        return index >= 0;
    }

    /// <summary>The last header of that key as a text; null when there is none, or its value is null.</summary>
    public string? GetLastText(string key) =>
        TryGetLast(key, out var header) && header.Value is { } value ? Encoding.UTF8.GetString(value.Span) : null;

    public List<RecordHeader>.Enumerator GetEnumerator() => _headers.GetEnumerator();

    internal ReadOnlySpan<RecordHeader> AsSpan() => CollectionsMarshal.AsSpan(_headers);

    IEnumerator<RecordHeader> IEnumerable<RecordHeader>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
