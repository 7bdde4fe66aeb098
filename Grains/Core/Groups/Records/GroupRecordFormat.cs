using Cloud.Protocol.Wire;

namespace Cloud.Core.Groups.Records;

/// <summary>How one kind of record is written: Kafka gives each a number, which is the version of its key.</summary>
internal sealed class GroupRecordFormat
{
    private readonly Func<ReadOnlyMemory<byte>, bool, IProtocolMessage?> _readKey;
    private readonly Func<ReadOnlyMemory<byte>, bool, IProtocolMessage?> _readValue;

    private GroupRecordFormat(
        Type keyType,
        Func<ReadOnlyMemory<byte>, bool, IProtocolMessage?> readKey,
        Func<ReadOnlyMemory<byte>, bool, IProtocolMessage?> readValue)
    {
        KeyType = keyType;
        _readKey = readKey;
        _readValue = readValue;
    }

    public Type KeyType { get; }

    public required short KeyVersion { get; init; }

    public required short ValueVersionMax { get; init; }

    public required short FlexibleSince { get; init; }

    public static GroupRecordFormat Of<TKey, TValue>(short keyVersion, short valueVersionMax, short flexibleSince)
        where TKey : class, IProtocolMessage<TKey>
        where TValue : class, IProtocolMessage<TValue> => new(typeof(TKey), Read<TKey>, Read<TValue>)
        {
            KeyVersion = keyVersion,
            ValueVersionMax = valueVersionMax,
            FlexibleSince = flexibleSince,
        };

    public IProtocolMessage? ReadKey(ReadOnlyMemory<byte> bytes) => _readKey(bytes, false);

    /// <summary>Null for bytes that are no such value. A version that is newer than ours is none.</summary>
    public IProtocolMessage? ReadValue(ReadOnlyMemory<byte> bytes, short version) =>
        version >= 0 && version <= ValueVersionMax ? _readValue(bytes, version >= FlexibleSince) : null;

    public byte[] WriteKey(IProtocolMessage key) => VersionedMessages.Write(key, KeyVersion);

    public byte[] WriteValue(IProtocolMessage value, short version) =>
        VersionedMessages.Write(value, version, version >= FlexibleSince);

    private static IProtocolMessage? Read<TMessage>(ReadOnlyMemory<byte> bytes, bool isFlexible)
        where TMessage : class, IProtocolMessage<TMessage> =>
        VersionedMessages.TryReadKnown<TMessage>(bytes, isFlexible, out var message) ? message : null;
}
