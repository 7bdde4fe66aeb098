using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>
/// Offsets were not committed, because the group has rebalanced meanwhile: other members may have the partitions, and
/// will read again what was not committed.
/// </summary>
public sealed class CommitFailedException(KafkaError error, string message) : ClientException(error, message)
{
    public override bool IsRetriable => false;
}
