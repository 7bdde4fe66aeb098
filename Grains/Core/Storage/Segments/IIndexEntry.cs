namespace Cloud.Core.Storage.Segments;

/// <summary>A fixed-size entry of an index file, with the order that makes a file of them believable.</summary>
internal interface IIndexEntry<TSelf>
    where TSelf : struct, IIndexEntry<TSelf>
{
    static abstract int ByteCount { get; }

    static abstract TSelf Decode(ReadOnlySpan<byte> bytes);

    void Encode(Span<byte> bytes);

    bool MayBeFirst();

    bool MayFollow(TSelf previous);
}
