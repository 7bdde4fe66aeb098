using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>
/// What sticky members of the Java client tell the leader beside their subscription: what they had, and since when.
/// Eager
/// members have given everything up by then, so it is nowhere else. Cooperative ones tell the generation only.
/// </summary>
internal static class StickyUserData
{
    public static byte[] Write(IReadOnlyCollection<TopicPartition> owned, int generation)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var topics = owned.GroupBy(partition => partition.Topic, partition => partition.Partition).ToList();
        WriteInt32(bytes, topics.Count);
        foreach (var topic in topics)
        {
            var name = Encoding.UTF8.GetBytes(topic.Key);
            BinaryPrimitives.WriteInt16BigEndian(bytes.GetSpan(sizeof(short)), (short)name.Length);
            bytes.Advance(sizeof(short));
            bytes.Write(name);
            WriteInt32(bytes, topic.Count());
            foreach (var partition in topic)
            {
                WriteInt32(bytes, partition);
            }
        }

        WriteInt32(bytes, generation);
        return bytes.WrittenSpan.ToArray();
    }

    public static byte[] Write(int generation)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, generation);
        return bytes;
    }

    /// <summary>Nothing, where the bytes are none of ours: a member without a past.</summary>
    public static (IReadOnlyCollection<TopicPartition> Owned, int Generation) Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new Reader(bytes);
        var owned = new List<TopicPartition>();
        for (var topics = reader.ReadInt32(); topics > 0 && reader.IsSound; topics--)
        {
            var topic = reader.ReadText();
            for (var partitions = reader.ReadInt32(); partitions > 0 && reader.IsSound; partitions--)
            {
                owned.Add(new(topic, reader.ReadInt32()));
            }
        }

        // Members of before Kafka 2.3 do not tell it.
        var generation = reader is { IsSound: true, IsAtEnd: false } ? reader.ReadInt32() : -1;
        return reader.IsSound ? (owned, generation) : ([], -1);
    }

    private static void WriteInt32(ArrayBufferWriter<byte> bytes, int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes.GetSpan(sizeof(int)), value);
        bytes.Advance(sizeof(int));
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public bool IsSound { get; private set; } = true;

        public readonly bool IsAtEnd => _rest.IsEmpty;

        public int ReadInt32()
        {
            var isRead = BinaryPrimitives.TryReadInt32BigEndian(_rest, out var value);
            IsSound &= isRead;
            _rest = isRead ? _rest[sizeof(int)..] : [];
            return value;
        }

        public string ReadText()
        {
            var isRead = BinaryPrimitives.TryReadInt16BigEndian(_rest, out var length)
                && length >= 0 && length <= _rest.Length - sizeof(short);
            IsSound &= isRead;
            var text = isRead ? Encoding.UTF8.GetString(_rest.Slice(sizeof(short), length)) : "";
            _rest = isRead ? _rest[(sizeof(short) + length)..] : [];
            return text;
        }
    }
}
