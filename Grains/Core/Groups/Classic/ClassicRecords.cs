using System.Collections.Immutable;
using Cloud.Core.Groups.Records;
using Cloud.Protocol;
using Cloud.Protocol.Messages;

namespace Cloud.Core.Groups.Classic;

/// <summary>A classic group as it stands in the log: as it was when it last became stable or empty.</summary>
internal static class ClassicRecords
{
    public static GroupRecord Snapshot(ClassicGroup group) =>
        new(new GroupMetadataKey { Group = group.Id }, ValueOf(group));

    public static GroupRecord Tombstone(string groupId) => new(new GroupMetadataKey { Group = groupId }, null);

    /// <summary>Sessions begin when loading is over.</summary>
    public static ClassicGroup Restore(string groupId, GroupMetadataValue value)
    {
        var group = new ClassicGroup(groupId)
        {
            Generation = value.Generation,
            ProtocolType = value.ProtocolType.Length == 0 ? null : value.ProtocolType,
            Protocol = value.Protocol,
        };
        foreach (var member in value.Members)
        {
            group.Add(Restore(member, value.Protocol));
        }

        group.LeaderId = group.Find(value.Leader ?? "")?.MemberId ?? group.LeaderId;
        group.Enter(
            value.Members.IsEmpty ? ClassicGroupState.Empty : ClassicGroupState.Stable, value.CurrentStateTimestamp);
        return group;
    }

    private static GroupMetadataValue ValueOf(ClassicGroup group) => new()
    {
        ProtocolType = group.ProtocolType ?? "",
        Generation = group.Generation,
        Protocol = group.Protocol,
        Leader = group.LeaderId,
        CurrentStateTimestamp = group.StateSince,
        Members = [.. group.Members.Select(member => ValueOf(member, group.Protocol))],
    };

    private static GroupMetadataValue.Member ValueOf(ClassicMember member, string? protocol) => new()
    {
        MemberId = member.MemberId,
        GroupInstanceId = member.InstanceId,
        ClientId = member.ClientId,
        ClientHost = member.ClientHost,
        RebalanceTimeout = member.RebalanceTimeout,
        SessionTimeout = member.SessionTimeout,
        Subscription = protocol is null ? default(ReadOnlyMemory<byte>) : member.MetadataFor(protocol),
        Assignment = member.Assignment,
    };

    private static ClassicMember Restore(GroupMetadataValue.Member member, string? protocol) => new()
    {
        MemberId = member.MemberId,
        InstanceId = member.GroupInstanceId,
        ClientId = member.ClientId,
        ClientHost = member.ClientHost,
        RebalanceTimeout = member.RebalanceTimeout < TimeSpan.Zero ? member.SessionTimeout : member.RebalanceTimeout,
        SessionTimeout = member.SessionTimeout,
        Protocols = ImmutableArray.Create(new ClassicProtocol(protocol ?? "", member.Subscription.ToArray())),
        Assignment = member.Assignment.ToArray(),
        SessionDeadline = new Instant(long.MaxValue),
    };
}
