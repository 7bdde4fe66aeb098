using Cloud.Protocol;
using Cloud.Protocol.Compression;
using Cloud.Protocol.Records;

namespace Cloud.Client;

/// <summary>
/// Records of one partition that are sent together. Appended to under its queue's lock while it is the queue's last;
/// then the sender's alone.
/// </summary>
internal sealed class ProducerBatch : IDisposable
{
    /// <summary>Of <see cref="Order"/>, and of <see cref="BaseSequence"/>, before it was sent.</summary>
    public const int None = -1;

    private readonly RecordBatchBuilder _builder;
    private readonly List<DeliveryEntry> _entries = [];
    private readonly CompressionCodec _compression;
    private int _sizeBytesMax;

    public ProducerBatch(CompressionCodec compression, int capacity)
    {
        _compression = compression;
        _builder = new RecordBatchBuilder(OptionsOf(compression), capacity);
        Node = new(this);
    }

    public PartitionQueue Queue { get; private set; } = null!;

    /// <summary>Of the buffer memory, given back when it is done.</summary>
    public int ReservedBytes { get; private set; }

    public int RecordCount => _builder.RecordCount;

    public int SizeBytes => _builder.SizeBytes;

    /// <summary>A record did not fit any more.</summary>
    public bool IsFull { get; set; }

    /// <summary>When it was begun, by the clock's timestamps; set when it joins the incomplete ones.</summary>
    public long CreatedAt { get; set; }

    /// <summary>Its place in <see cref="IncompleteBatches"/>.</summary>
    public LinkedListNode<ProducerBatch> Node { get; }

    /// <summary>Those who wait until it is done.</summary>
    public List<FlushWaiter> FlushWaiters { get; } = [];

    // From here on only the sender's.

    /// <summary>The how manieth batch of its partition to be sent: retries go back to this place.</summary>
    public int Order { get; set; } = None;

    public int Attempts { get; set; }

    /// <summary>Not to be sent again before, by the clock's timestamps.</summary>
    public long RetryAt { get; set; }

    public ClientException? LastError { get; set; }

    /// <summary>Under which it is to be sent; see <see cref="SentIdentity"/>.</summary>
    public ProducerIdentity Identity { get; set; } = ProducerIdentity.None;

    public int BaseSequence { get; set; } = None;

    /// <summary>Under which it was sent last: another one, if sequences began anew while it was under way.</summary>
    public ProducerIdentity SentIdentity { get; private set; }

    /// <summary>Leader epoch that it was sent to last: a later one is tried without a pause (KIP-951).</summary>
    public LeaderEpoch SentLeaderEpoch { get; set; } = LeaderEpoch.None;

    public bool IsInFlight { get; set; }

    /// <summary>Whoever waited has been told.</summary>
    public bool IsDone { get; private set; }

    public bool IsRetry => Attempts > 0;

    public void Begin(PartitionQueue queue, int reservedBytes, int sizeBytesMax)
    {
        Queue = queue;
        ReservedBytes = reservedBytes;
        _sizeBytesMax = sizeBytesMax;
    }

    /// <summary>False when it does not fit; a batch takes one record of any size.</summary>
    public bool TryAppend(RecordDraft draft, object? target, bool isAlwaysReported)
    {
        if (RecordCount > 0 && SizeBytes + draft.SizeBytesMax > _sizeBytesMax)
        {
            return false;
        }

        if (target is not null || isAlwaysReported)
        {
            _entries.Add(new(target, RecordCount, draft.Timestamp));
        }

        _builder.Append(draft.Timestamp, draft.Key, draft.Value, draft.HeaderSpan);
        return true;
    }

    /// <summary>The bytes to be sent, valid until it is sent again or cleared. Not while it is in flight.</summary>
    public ReadOnlyMemory<byte> Build()
    {
        SentIdentity = Identity;
        if (Identity.IsKnown)
        {
            _builder.Options = _builder.Options with
            {
                ProducerId = Identity.Id,
                ProducerEpoch = Identity.Epoch,
                BaseSequence = BaseSequence,
            };
        }

        return _builder.Build();
    }

    /// <summary>Tells everybody who waits, once.</summary>
    /// <param name="outcome">Offset of the first record, time of the broker, or what went wrong.</param>
    /// <param name="reporter">Knows how to tell.</param>
    public void Complete(in BatchOutcome outcome, DeliveryReporter reporter)
    {
        if (IsDone)
        {
            return;
        }

        IsDone = true;
        foreach (var entry in _entries)
        {
            reporter.Tell(entry, outcome.ReportOf(entry, Queue.Partition));
        }

        _entries.Clear();
    }

    /// <summary>Copies its records into smaller ones; see <see cref="BatchSplit"/>.</summary>
    public void MoveTo(BatchSplit split)
    {
        _builder.Options = _builder.Options with { Compression = CompressionCodec.None };
        split.Take(_builder.Build(), _entries);
        _entries.Clear();
        IsDone = true;
    }

    /// <summary>Takes a record that another batch had.</summary>
    public void AppendCopy(in Record record, ReadOnlySpan<RecordHeader> headers, object? target, bool isReported)
    {
        if (isReported)
        {
            _entries.Add(new(target, RecordCount, record.Timestamp));
        }

        _builder.Append(record.Timestamp, record.Key, record.Value, headers);
    }

    /// <summary>Makes it as new.</summary>
    public void Clear()
    {
        _builder.Restart(OptionsOf(_compression));
        _entries.Clear();
        FlushWaiters.Clear();
        IsFull = IsInFlight = IsDone = false;
        (Order, BaseSequence, Attempts, RetryAt) = (None, None, 0, 0);
        (LastError, Identity, SentLeaderEpoch) = (null, ProducerIdentity.None, LeaderEpoch.None);
    }

    public void Dispose() => _builder.Dispose();

    private static RecordBatchOptions OptionsOf(CompressionCodec compression) => compression is CompressionCodec.None
        ? RecordBatchOptions.Default
        : new RecordBatchOptions { Compression = compression };
}
