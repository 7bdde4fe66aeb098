using Cloud.Core.Replication;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Producing;

/// <summary>
/// The appends of one leader that wait to be committed, nearest first. A retry waits for its original offsets, so they
/// do not come in order. Owned by the leader; deadlines are kept by the broker's waitlist.
/// </summary>
internal sealed class PendingProduces(IReplicationRules rules)
{
    private readonly PriorityQueue<PendingProduce, long> _waiting = new();

    public int Count => _waiting.Count;

    public void Add(PendingProduce produce) => _waiting.Enqueue(produce, produce.EndOffset.Value);

    public void CompleteUpTo(Offset highWatermark)
    {
        while (_waiting.TryPeek(out var first, out _) && rules.IsCommitted(first.EndOffset, highWatermark))
        {
            _waiting.Dequeue().Succeed();
        }
    }

    public void FailAll(AppendFailure failure)
    {
        while (_waiting.TryDequeue(out var produce, out _))
        {
            produce.Fail(failure);
        }
    }

    /// <summary>Forgets those that timed out: they would stay until the high watermark moves.</summary>
    public void Sweep()
    {
        var left = _waiting.UnorderedItems.Where(item => !item.Element.IsDone).ToList();
        if (left.Count < _waiting.Count)
        {
            _waiting.Clear();
            _waiting.EnqueueRange(left);
        }
    }
}
