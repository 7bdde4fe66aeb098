using System.Collections.Immutable;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Core.Groups.Classic;

/// <summary>Answers to members of classic groups.</summary>
internal static class ClassicReplies
{
    // Old versions allow no null where there is no protocol.
    public static JoinGroupResponse JoinRefused(string memberId, KafkaError error) =>
        new() { MemberId = memberId, Error = error, ProtocolName = "" };

    /// <summary>The leader gets what the others told, to assign from.</summary>
    public static JoinGroupResponse Joined(ClassicGroup group, ClassicMember member) => new()
    {
        GenerationId = group.Generation,
        ProtocolType = group.ProtocolType,
        ProtocolName = group.Protocol,
        Leader = group.LeaderId!,
        MemberId = member.MemberId,
        Members = group.LeaderId == member.MemberId ? MembersOf(group) : [],
    };

    /// <summary>
    /// A static member came back to a stable group. A leader that can must not assign (KIP-814); one that cannot is
    /// told that somebody else is the leader, since its assignment would reach nobody.
    /// </summary>
    public static JoinGroupResponse CameBack(
        ClassicGroup group, ClassicMember member, string? formerLeaderId, bool canSkipAssignment)
    {
        var isLeader = canSkipAssignment && group.LeaderId == member.MemberId;
        return new()
        {
            GenerationId = group.Generation,
            ProtocolType = group.ProtocolType,
            ProtocolName = group.Protocol,
            Leader = (canSkipAssignment ? group.LeaderId : formerLeaderId) ?? "",
            SkipAssignment = isLeader,
            MemberId = member.MemberId,
            Members = isLeader ? MembersOf(group) : [],
        };
    }

    public static SyncGroupResponse Synced(ClassicGroup group, ClassicMember member, KafkaError error) =>
        error is not KafkaError.None
            ? new() { Error = error }
            : new()
            {
                ProtocolType = group.ProtocolType,
                ProtocolName = group.Protocol,
                Assignment = member.Assignment,
            };

    private static ImmutableArray<JoinGroupResponse.Member> MembersOf(ClassicGroup group) =>
    [
        .. group.Members.Select(member => new JoinGroupResponse.Member
        {
            MemberId = member.MemberId,
            GroupInstanceId = member.InstanceId,
            Metadata = member.MetadataFor(group.Protocol!),
        }),
    ];
}
