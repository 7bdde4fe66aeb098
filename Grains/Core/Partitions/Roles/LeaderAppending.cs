using Cloud.Core.Partitions.Producing;
using Cloud.Core.Storage.Appending;
using Cloud.Core.Storage.Files;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Roles;

/// <summary>How a leader takes an append: checks, appends, and waits as the acks ask.</summary>
internal readonly struct LeaderAppending(LeaderReplica leader)
{
    // Nearly always there is one.
    private const int BatchesOnStackMax = 4;

    /// <exception cref="Exception">The log has failed.</exception>
    public Task<AppendReply> Append(in AppendRequest request)
    {
        var refusal = leader.Refusal(request.Acks);
        if (refusal is not AppendFailure.None)
        {
            return Task.FromResult(new AppendReply(refusal));
        }

        // The place among those who wait is taken before anything is in the log.
        var pending = request.Acks is Acks.All ? new PendingProduce(leader.Services.Now.Plus(request.Timeout)) : null;
        if (pending is not null && !leader.Services.Waitlist.TryAdd(pending))
        {
            return Task.FromResult(new AppendReply(AppendFailure.TooManyWaiting));
        }

        var reply = AppendToLog(request);
        if (reply.Failure is AppendFailure.None && pending is not null)
        {
            return leader.WhenCommitted(reply, pending);
        }

        pending?.Fail(reply.Failure);
        return Task.FromResult(reply);
    }

    private AppendReply AppendToLog(in AppendRequest request)
    {
        var log = leader.Replica.Log;
        Span<AppendResult> results = request.Batches.Length <= BatchesOnStackMax
            ? stackalloc AppendResult[BatchesOnStackMax]
            : new AppendResult[request.Batches.Length];
        results = results[..request.Batches.Length];
        var endOffset = log.LogEndOffset;
        try
        {
            var append = new LeaderAppend(leader.Epoch, leader.Services.Time, request.Origin);
            log.AppendAsLeader(request.Batches, append, results);
        }
        catch (StorageException error) when (error.Kind is StorageErrorKind.DiskFull)
        {
            return new(AppendFailure.DiskFull);
        }
        finally
        {
            if (log.LogEndOffset > endOffset)
            {
                leader.Appended();
            }
        }

        return ReplyFor(results, log.LogStartOffset);
    }

    private static AppendReply ReplyFor(ReadOnlySpan<AppendResult> results, Offset logStartOffset)
    {
        var endOffset = Offset.None;
        foreach (var result in results)
        {
            if (FailureOf(result.Outcome) is var failure and not AppendFailure.None)
            {
                return new(failure)
                {
                    BatchStatus = result.BatchStatus,
                    ProducerVerdict = result.ProducerVerdict,
                    LogStartOffset = logStartOffset,
                };
            }

            endOffset = Offset.Max(endOffset, result.EndOffset);
        }

        return new(AppendFailure.None)
        {
            BaseOffset = results[0].BaseOffset,
            EndOffset = endOffset,
            LogStartOffset = logStartOffset,
            LogAppendTime = results[0].LogAppendTime,
        };
    }

    private static AppendFailure FailureOf(AppendOutcome outcome) => outcome switch
    {
        AppendOutcome.Appended or AppendOutcome.Duplicate => AppendFailure.None,
        AppendOutcome.InvalidBatch => AppendFailure.InvalidBatch,
        AppendOutcome.RefusedForProducer => AppendFailure.RefusedForProducer,
        AppendOutcome.StaleLeaderEpoch => AppendFailure.NotLeader,
        AppendOutcome.NotWritten => AppendFailure.DiskFull,
        _ => throw new InvariantBrokenException($"A leader's append ended in {outcome}"),
    };
}
