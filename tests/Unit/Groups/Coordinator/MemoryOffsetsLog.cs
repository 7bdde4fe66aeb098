using Cloud.Core.Groups.Coordinator;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Unit.Groups.Coordinator;

/// <summary>A log in memory whose appends can be held back, refused, or lost sight of.</summary>
internal sealed class MemoryOffsetsLog : IOffsetsLog
{
    private readonly Queue<(byte[] Batch, TaskCompletionSource<KafkaError> Outcome)> _held = new();
    private TaskCompletionSource _reading = new();

    public MemoryOffsetsLog() => _reading.SetResult();

    public List<byte[]> Batches { get; } = [];

    public int AppendCount { get; private set; }

    public bool IsHolding { get; set; }

    public bool IsUnreadable { get; set; }

    /// <summary>How each append ends at once, with nothing in the log.</summary>
    public KafkaError Refusal { get; set; }

    public void HoldReading() => _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetRead() => _reading.SetResult();

    /// <summary>Ends the append in flight.</summary>
    /// <param name="isKept">Whether the batch is in the log all the same.</param>
    public void End(KafkaError outcome, bool isKept)
    {
        var (batch, waiting) = _held.Dequeue();
        if (isKept)
        {
            Batches.Add(batch);
        }

        waiting.SetResult(outcome);
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAll(LeaderEpoch epoch)
    {
        await _reading.Task;
        if (IsUnreadable)
        {
            throw new IOException("The log cannot be read.");
        }

        foreach (var batch in Batches.ToArray())
        {
            yield return batch;
        }
    }

    public Task<KafkaError> Append(ReadOnlyMemory<byte> batch, LeaderEpoch epoch)
    {
        AppendCount++;
        if (Refusal is not KafkaError.None)
        {
            return Task.FromResult(Refusal);
        }

        if (!IsHolding)
        {
            Batches.Add(batch.ToArray());
            return Task.FromResult(KafkaError.None);
        }

        var outcome = new TaskCompletionSource<KafkaError>(TaskCreationOptions.RunContinuationsAsynchronously);
        _held.Enqueue((batch.ToArray(), outcome));
        return outcome.Task;
    }
}
