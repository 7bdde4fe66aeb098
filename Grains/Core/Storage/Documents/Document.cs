namespace Cloud.Core.Storage.Documents;

/// <summary>A document as stored. The version grows with each write and each removal.</summary>
public readonly record struct Document(long Version, bool Exists, ReadOnlyMemory<byte> Content)
{
    /// <summary>What is there before the first write.</summary>
    public static readonly Document None = new(Version: 0, Exists: false, default);
}
