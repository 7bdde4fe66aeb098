namespace Cloud.Client;

/// <summary>One group of a list.</summary>
/// <param name="GroupId">Its id.</param>
/// <param name="ProtocolType"><c>consumer</c> for consumers; empty for a group that only keeps offsets.</param>
/// <param name="State">As Kafka calls it, such as <c>Stable</c>; empty where the broker does not tell.</param>
/// <param name="Type"><c>classic</c> or <c>consumer</c> (KIP-848); empty where the broker does not tell.</param>
public sealed record GroupListing(string GroupId, string ProtocolType, string State, string Type);
