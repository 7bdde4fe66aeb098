using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Core.Groups.Coordinator;

/// <summary>How a coordinator reaches its partition of <c>__consumer_offsets</c>.</summary>
public interface IOffsetsLog
{
    /// <summary>
    /// All record batches from the start of the log to its end at the time of the call, whole batches at a time; the
    /// bytes are borrowed until the next ones are asked for. It ends only when all of that is committed: what an append
    /// left in doubt must not turn up in the log after a coordinator has gone on without it. Throws when this is not
    /// the leader in that epoch.
    /// </summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAll(LeaderEpoch epoch);

    /// <summary>
    /// Appends one record batch with acks=all, unless another leader epoch has begun. <see cref="KafkaError.None"/>
    /// once it is committed. After any other outcome it is in the log by then, or never will be. The bytes are borrowed
    /// until the task ends.
    /// </summary>
    Task<KafkaError> Append(ReadOnlyMemory<byte> batch, LeaderEpoch epoch);
}
