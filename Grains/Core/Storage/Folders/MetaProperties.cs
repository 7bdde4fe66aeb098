using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Folders;

/// <summary>
/// Kafka's <c>meta.properties</c>, version 1: whose data folder this is. Written once, when the folder is formatted;
/// checked at every start, because a broker that opens the folder of another one would serve and delete logs that are
/// not its own.
/// </summary>
/// <param name="DirectoryId">
/// Null in a folder that was formatted before directories had ids: the host grants one.
/// </param>
public sealed record MetaProperties(string ClusterId, BrokerId NodeId, DirectoryId? DirectoryId)
{
    /// <summary>The file's name in each data folder.</summary>
    public const string FileName = "meta.properties";

    private const string Version = "1";
    private const string VersionKey = "version";
    private const string ClusterIdKey = "cluster.id";
    private const string NodeIdKey = "node.id";
    private const string DirectoryIdKey = "directory.id";

    /// <summary>Keys that Kafka's later releases may add are ignored; what is here must be whole.</summary>
    public static DecodeStatus TryParse(ReadOnlySpan<byte> file, [NotNullWhen(true)] out MetaProperties? parsed)
    {
        parsed = null;
        if (!PropertiesText.TryParse(file, out var properties) || !properties.TryGetValue(VersionKey, out var version))
        {
            return DecodeStatus.Malformed;
        }

        if (version is not Version)
        {
            return int.TryParse(version, NumberStyles.None, null, out _)
                ? DecodeStatus.UnknownVersion
                : DecodeStatus.Malformed;
        }

        if (!properties.TryGetValue(ClusterIdKey, out var clusterId) || string.IsNullOrWhiteSpace(clusterId) ||
            !properties.TryGetValue(NodeIdKey, out var nodeIdText) ||
            !int.TryParse(nodeIdText, NumberStyles.None, null, out var nodeId) ||
            !TryParseDirectoryId(properties, out var directoryId))
        {
            return DecodeStatus.Malformed;
        }

        parsed = new(clusterId, new(nodeId), directoryId);
        return DecodeStatus.Done;
    }

    /// <summary>The file's bytes, in the order of keys that Kafka's own tools write.</summary>
    public byte[] Format()
    {
        var text = new StringBuilder();
        PropertiesText.AppendLine(text, ClusterIdKey, ClusterId);
        if (DirectoryId is { } directoryId)
        {
            PropertiesText.AppendLine(text, DirectoryIdKey, directoryId.ToString());
        }

        PropertiesText.AppendLine(text, NodeIdKey, NodeId.ToString());
        PropertiesText.AppendLine(text, VersionKey, Version);
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static bool TryParseDirectoryId(Dictionary<string, string> properties, out DirectoryId? directoryId)
    {
        directoryId = null;
        if (!properties.TryGetValue(DirectoryIdKey, out var text))
        {
            return true;
        }

        if (!KafkaUuid.TryParse(text, out var value) || IsReserved(value))
        {
            return false;
        }

        directoryId = new(value);
        return true;
    }

    // KIP-858 keeps the first hundred uuids for "unassigned", "lost" and the like: no real folder bears one.
    private static bool IsReserved(Guid value)
    {
        const int ReservedCount = 100;
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return !bytes[..15].ContainsAnyExcept((byte)0) && bytes[15] < ReservedCount;
    }
}
