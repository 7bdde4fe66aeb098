using Cloud.Protocol;

namespace Cloud.Core.Storage.Folders;

/// <summary>
/// Whether a data folder belongs to this broker of this cluster. Only <see cref="Ours"/> may be opened.
/// </summary>
public abstract record FolderVerdict
{
    private FolderVerdict()
    {
    }

    /// <summary>One sentence for the log and the person who reads it.</summary>
    public abstract string Describe();

    /// <summary>
    /// Reads the identity from the bytes of <c>meta.properties</c> and compares it with who is asking.
    /// </summary>
    public static FolderVerdict Of(ReadOnlySpan<byte> file, string clusterId, BrokerId nodeId)
    {
        var status = MetaProperties.TryParse(file, out var found);
        if (found is null)
        {
            return new Unreadable(status);
        }

        if (!string.Equals(found.ClusterId, clusterId, StringComparison.Ordinal))
        {
            return new ForeignCluster(found.ClusterId, clusterId);
        }

        return found.NodeId == nodeId ? new Ours(found) : new ForeignBroker(found.NodeId, nodeId);
    }

    /// <summary>The folder is this broker's.</summary>
    public sealed record Ours(MetaProperties Properties) : FolderVerdict
    {
        public override string Describe() =>
            $"The data folder belongs to broker {Properties.NodeId} of cluster {Properties.ClusterId}.";
    }

    /// <summary>The folder holds another cluster's data.</summary>
    public sealed record ForeignCluster(string FoundClusterId, string OwnClusterId) : FolderVerdict
    {
        public override string Describe() =>
            $"The data folder belongs to cluster {FoundClusterId}, but this broker is configured for {OwnClusterId}.";
    }

    /// <summary>The folder holds another broker's data of the same cluster.</summary>
    public sealed record ForeignBroker(BrokerId FoundNodeId, BrokerId OwnNodeId) : FolderVerdict
    {
        public override string Describe() =>
            $"The data folder belongs to broker {FoundNodeId}, but this broker is configured as {OwnNodeId}.";
    }

    /// <summary>There is an identity, but it cannot be read: never treated as an empty folder.</summary>
    public sealed record Unreadable(DecodeStatus Status) : FolderVerdict
    {
        public override string Describe() => Status is DecodeStatus.UnknownVersion
            ? $"The data folder's {MetaProperties.FileName} has a version that this release does not know."
            : $"The data folder's {MetaProperties.FileName} is damaged: its owner cannot be told.";
    }
}
