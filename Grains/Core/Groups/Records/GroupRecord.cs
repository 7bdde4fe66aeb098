using Cloud.Protocol.Wire;

namespace Cloud.Core.Groups.Records;

/// <summary>
/// A record of <c>__consumer_offsets</c>: its key says what it is about, and the latest value under a key holds.
/// </summary>
/// <param name="Key">One of the messages that <see cref="GroupRecordFormats"/> lists.</param>
/// <param name="Value">Null for a tombstone: what the key names is gone.</param>
public sealed record GroupRecord(IProtocolMessage Key, IProtocolMessage? Value);
