namespace Cloud.Client;

/// <summary>
/// What a connection is for. Brokers answer in order, so what may have to wait gets a connection of its own: a fetch
/// waits for records, a member that joins waits for the others.
/// </summary>
internal enum ConnectionPurpose
{
    /// <summary>Metadata, offsets, administration: answered at once.</summary>
    Control,

    /// <summary>Produce.</summary>
    Produce,

    /// <summary>Fetch.</summary>
    Fetch,

    /// <summary>What a group's or transaction's coordinator is asked.</summary>
    Coordinator,

    /// <summary>
    /// Joining and heartbeats: a member that joins waits for the others, which commits are not to wait for.
    /// </summary>
    Membership,
}
