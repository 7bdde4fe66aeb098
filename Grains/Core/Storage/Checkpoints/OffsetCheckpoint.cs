using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Checkpoints;

/// <summary>
/// The bytes of a data folder's offset checkpoints, Kafka's version 0: the number of entries, then a line "topic
/// partition offset" for each. One file for all partitions of the folder; which offset it holds is told by its name.
/// </summary>
public static class OffsetCheckpoint
{
    /// <summary>Everything below is known to be on the disk: recovery begins there.</summary>
    public const string RecoveryPointFileName = "recovery-point-offset-checkpoint";

    /// <summary>The first offset that a client may read.</summary>
    public const string LogStartFileName = "log-start-offset-checkpoint";

    /// <summary>The high watermarks.</summary>
    public const string ReplicationFileName = "replication-offset-checkpoint";

    /// <summary>Everything below has been compacted.</summary>
    public const string CleanerFileName = "cleaner-offset-checkpoint";

    private const int Version = 0;
    private const int TopicNameLengthMax = 249;

    public static byte[] Encode(IReadOnlyCollection<PartitionOffset> entries)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Version}\n{entries.Count}\n");
        foreach (var (partition, offset) in entries)
        {
            text.Append(CultureInfo.InvariantCulture, $"{partition.Topic} {partition.Partition} {offset}\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Two lines for one partition are as malformed as a torn line: neither could be believed.</summary>
    public static DecodeStatus TryDecode(
        ReadOnlySpan<byte> file, [NotNullWhen(true)] out Dictionary<TopicPartition, Offset>? offsets)
    {
        offsets = null;
        var reader = new CheckpointReader(file);
        var status = reader.TryReadHeader(Version, out var count);
        if (status is not DecodeStatus.Done)
        {
            return status;
        }

        var found = new Dictionary<TopicPartition, Offset>(count);
        for (var at = 0; at < count; at++)
        {
            if (!reader.TryReadLine(out var line) ||
                !TryParse(line, out var partition, out var offset) ||
                !found.TryAdd(partition, offset))
            {
                return DecodeStatus.Malformed;
            }
        }

        if (!reader.IsAtEnd)
        {
            return DecodeStatus.Malformed;
        }

        offsets = found;
        return DecodeStatus.Done;
    }

    private static bool TryParse(ReadOnlySpan<byte> line, out TopicPartition partition, out Offset offset)
    {
        (partition, offset) = (default, Offset.None);
        if (!CheckpointReader.TryTakeField(ref line, out var topic) || !IsTopicName(topic) ||
            !CheckpointReader.TryTakeInt32(ref line, out var number) || number < 0 ||
            !CheckpointReader.TryTakeInt64(ref line, out var value) || value < 0 ||
            !line.IsEmpty)
        {
            return false;
        }

        (partition, offset) = (new(Encoding.ASCII.GetString(topic), number), new(value));
        return true;
    }

    // Kafka's rule for names. The letters matter: names become folders.
    private static bool IsTopicName(ReadOnlySpan<byte> name)
    {
        if (name.Length > TopicNameLengthMax)
        {
            return false;
        }

        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter is not ((byte)'.' or (byte)'_' or (byte)'-'))
            {
                return false;
            }
        }

        return true;
    }
}
