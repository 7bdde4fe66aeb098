namespace Cloud.Client;

/// <summary>Who a member is at a moment: what a transaction that commits offsets needs to know.</summary>
/// <param name="GroupId">Its group.</param>
/// <param name="MemberId">Empty while it is no member.</param>
/// <param name="GenerationOrMemberEpoch">Of the group or, with KIP-848, of the member; -1 while it is no
/// member.</param>
/// <param name="GroupInstanceId">Of static members; else null.</param>
public sealed record ConsumerGroupMetadata(
    string GroupId, string MemberId, int GenerationOrMemberEpoch, string? GroupInstanceId);
