namespace Cloud.Core.Storage.Compaction;

/// <summary>The outcome of filtering one batch; the bytes are borrowed until the next one is filtered.</summary>
internal readonly ref struct FilteredBatch(FilteredBatchKind kind, ReadOnlySpan<byte> bytes = default)
{
    public FilteredBatchKind Kind { get; } = kind;

    /// <summary>What to write; empty when nothing is.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;
}
