using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Core.Partitions.Producing;

/// <summary>Record batches for one partition.</summary>
/// <param name="Batches">
/// One batch each; offsets and epoch are written into them. Borrowed until the reply: nothing keeps them longer.
/// </param>
/// <param name="Timeout">How long <see cref="Acks.All"/> waits.</param>
public readonly record struct AppendRequest(Memory<byte>[] Batches, Acks Acks, TimeSpan Timeout)
{
    /// <summary>The epoch that the sender believes in; none to take part in no fencing.</summary>
    public LeaderEpoch CurrentLeaderEpoch { get; init; } = LeaderEpoch.None;

    public RecordBatchOrigin Origin { get; init; } = RecordBatchOrigin.Client;
}
