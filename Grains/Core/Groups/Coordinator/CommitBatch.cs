using Cloud.Core.Groups.Records;
using Cloud.Protocol;
using Cloud.Protocol.Compression;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Records;

namespace Cloud.Core.Groups.Coordinator;

/// <summary>Records of many decisions on their way into the log as one, and who is to be told of the outcome.</summary>
internal sealed class CommitBatch(CompressionCodec compression) : IDisposable
{
    private readonly RecordBatchBuilder _builder = new(RecordBatchOptions.Default with { Compression = compression });
    private readonly List<Action<KafkaError>> _waiting = [];

    public int SizeBytes => _builder.SizeBytes;

    public bool IsEmpty => _builder.RecordCount == 0;

    public ReadOnlyMemory<byte> Bytes => _builder.Build();

    public void Add(GroupRecord record, Instant now) =>
        _builder.Append(now, GroupRecordCodec.EncodeKey(record), GroupRecordCodec.EncodeValue(record));

    public void WhenDone(Action<KafkaError> release) => _waiting.Add(release);

    public void Complete(KafkaError outcome) => _waiting.ForEach(release => release(outcome));

    public void Dispose() => _builder.Dispose();
}
