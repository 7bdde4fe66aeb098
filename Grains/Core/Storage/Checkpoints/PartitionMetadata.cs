using System.Buffers.Text;
using System.Text;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Checkpoints;

/// <summary>
/// The bytes of <c>partition.metadata</c> in a partition's folder: which topic's partition this is. A folder of a topic
/// that was deleted and created again under its name has another id, and is not that topic's.
/// </summary>
public static class PartitionMetadata
{
    public const string FileName = "partition.metadata";

    private const int TopicIdLength = 22;

    private static ReadOnlySpan<byte> VersionKey => "version:"u8;

    private static ReadOnlySpan<byte> TopicIdKey => "topic_id:"u8;

    /// <summary>As in Kafka, without a line end after the last line.</summary>
    public static byte[] Encode(TopicId topicId) => Encoding.ASCII.GetBytes($"version: 0\ntopic_id: {topicId}");

    /// <summary>Later versions may add lines: Kafka promises that these two stay.</summary>
    public static DecodeStatus TryDecode(ReadOnlySpan<byte> file, out TopicId topicId)
    {
        topicId = TopicId.None;
        if (!TryTakeValue(ref file, VersionKey, out var versionText) ||
            !Utf8Parser.TryParse(versionText, out int version, out var used) || used != versionText.Length)
        {
            return DecodeStatus.Malformed;
        }

        if (version < 0)
        {
            return DecodeStatus.UnknownVersion;
        }

        if (!TryTakeValue(ref file, TopicIdKey, out var idText) || idText.Length != TopicIdLength)
        {
            return DecodeStatus.Malformed;
        }

        Span<char> characters = stackalloc char[TopicIdLength];
        Encoding.Latin1.GetChars(idText, characters);
        if (!KafkaUuid.TryParse(characters, out var id) || id == Guid.Empty || (version == 0 && !file.IsEmpty))
        {
            return DecodeStatus.Malformed;
        }

        topicId = new(id);
        return DecodeStatus.Done;
    }

    private static bool TryTakeValue(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        var end = rest.IndexOf((byte)'\n');
        var line = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        value = line.StartsWith(key) ? line[key.Length..].Trim(" \t\r"u8) : default;
        return !value.IsEmpty;
    }
}
