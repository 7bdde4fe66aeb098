namespace Cloud.Core.Storage.Compaction;

/// <summary>What of a segment costs a look into its files: asked for only where it decides something.</summary>
[Flags]
internal enum SegmentDetail
{
    None = 0,
    IndexSize = 1,
    Timestamps = 2,
}
