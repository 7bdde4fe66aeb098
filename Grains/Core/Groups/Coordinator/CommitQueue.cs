using Cloud.Core.Groups.Records;
using Cloud.Protocol;
using Cloud.Protocol.Compression;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Core.Groups.Coordinator;

/// <summary>
/// Takes decisions to the log: one append in flight, and all that is decided meanwhile is the next. So thousands of
/// commits a second cost hundreds of appends. Ends with the first append that fails.
/// </summary>
internal sealed class CommitQueue(
    IOffsetsLog log, LeaderEpoch epoch, CompressionCodec compression, Action<KafkaError> onFailed)
{
    // Below message.max.bytes of the topic, 1 MiB by default, even when one more decision is in.
    private const int BatchBytesMax = 512 * 1024;

    private readonly Queue<CommitBatch> _queue = new();
    private CommitBatch? _open;
    private CommitBatch? _inFlight;
    private KafkaError _failure;

    /// <summary>
    /// Releases when these records are committed, and all before them. Without records too: what was decided may rest
    /// on records that are not committed yet.
    /// </summary>
    public void Add(IReadOnlyList<GroupRecord> records, Instant now, Action<KafkaError> release)
    {
        if (_failure is not KafkaError.None)
        {
            release(_failure);
            return;
        }

        if (records.Count > 0)
        {
            Put(records, now);
        }

        if ((_open ?? _inFlight) is not { } last)
        {
            release(KafkaError.None);
            return;
        }

        last.WhenDone(release);
        if (_inFlight is null)
        {
            _ = AppendAll();
        }
    }

    /// <summary>Nothing more is appended, and whoever waits is told this.</summary>
    public void Fail(KafkaError failure)
    {
        if (_failure is not KafkaError.None)
        {
            return;
        }

        _failure = failure;
        _inFlight?.Complete(failure);
        while (_queue.TryDequeue(out var batch))
        {
            batch.Complete(failure);
            batch.Dispose();
        }

        _open = null;
    }

    // A decision is never cut in two: after a crash it must be there as a whole or not at all. Offsets are each a
    // matter of their own, and may be very many when a topic or a group is deleted.
    private void Put(IReadOnlyList<GroupRecord> records, Instant now)
    {
        var batch = Open();
        foreach (var record in records)
        {
            batch = record.Key is OffsetCommitKey ? Open() : batch;
            batch.Add(record, now);
        }
    }

    private CommitBatch Open()
    {
        if (_open is null || _open.SizeBytes > BatchBytesMax)
        {
            _open = new CommitBatch(compression);
            _queue.Enqueue(_open);
        }

        return _open;
    }

    private async Task AppendAll()
    {
        while (_queue.TryDequeue(out _inFlight))
        {
            using var batch = _inFlight;
            _open = ReferenceEquals(_open, batch) ? null : _open;
            var outcome = await Append(batch);
            if (_failure is not KafkaError.None)
            {
                // They were told already.
                break;
            }

            if (outcome is not KafkaError.None)
            {
                var failure = AppendErrors.ToWire(outcome);
                Fail(failure);
                onFailed(failure);
                break;
            }

            batch.Complete(KafkaError.None);
        }

        _inFlight = null;
    }

    private async Task<KafkaError> Append(CommitBatch batch)
    {
        try
        {
            return await log.Append(batch.Bytes, epoch);
        }
        catch (Exception)
        {
            // Nobody knows what became of it. Loading anew finds out.
            return KafkaError.RequestTimedOut;
        }
    }
}
