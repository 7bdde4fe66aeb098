namespace Cloud.Core.Storage.Compaction;

/// <summary>128 bits that stand for a record's key in an <see cref="OffsetMap"/>.</summary>
internal readonly record struct KeyHash(ulong Low, ulong High);
