namespace Cloud.Client;

/// <summary><c>group.protocol</c>: how members of a group divide partitions among themselves.</summary>
public enum GroupProtocol
{
    /// <summary>KIP-848: the broker assigns, and members change hands one partition at a time.</summary>
    Consumer,

    /// <summary>The protocol of brokers before Kafka 4.0: a member that leads assigns for all.</summary>
    Classic,
}
