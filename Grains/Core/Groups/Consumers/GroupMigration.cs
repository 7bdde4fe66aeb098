using Cloud.Core.Groups.Classic;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Core.Groups.Consumers;

/// <summary>
/// Changes a group's protocol while it has members, as KIP-848 allows: to the new one when the first such member comes,
/// back when the last of them goes. The members of the classic protocol notice a rebalance, and nothing else.
/// </summary>
internal static class GroupMigration
{
    /// <summary>Null where there is no such group, and none may be made.</summary>
    public static ConsumerGroup? FindOrUpgrade(GroupStep step, string groupId, bool mayCreate)
    {
        if (step.Store.FindConsumer(groupId) is { } existing)
        {
            return existing;
        }

        if (!mayCreate)
        {
            return null;
        }

        if (step.Store.FindClassic(groupId) is not { } classic)
        {
            return Create(step, groupId, epoch: 0);
        }

        if (classic.Members.Count == 0)
        {
            // Its generations go on as epochs: a consumer of the former must not pass for one of the latter.
            step.Write(ClassicRecords.Tombstone(groupId));
            return Create(step, groupId, classic.Generation);
        }

        return MayUpgrade(step, classic) ? Upgrade(step, classic) : null;
    }

    /// <summary>Goes back to the classic protocol when only its members are left. False when the group stays.</summary>
    public static bool TryDowngrade(GroupStep step, ConsumerGroup group)
    {
        var members = group.Members.Values.ToList();
        var isAllowed = step.Options.MigrationPolicy is MigrationPolicy.Downgrade or MigrationPolicy.Bidirectional;
        if (!isAllowed || members.Count == 0 || !members.TrueForAll(member => member.IsClassic)
            || members.Count > step.Options.ClassicMembersMax)
        {
            return false;
        }

        var classic = ToClassic(step, group, members);
        foreach (var record in ConsumerRecords.GroupGone(group))
        {
            step.Write(record);
        }

        step.Store.Adopt(classic);
        step.WriteSnapshot(classic);
        new ClassicRebalance(classic, step).MembersChanged();
        return true;
    }

    private static ConsumerGroup Create(GroupStep step, string groupId, int epoch)
    {
        step.Write(ConsumerRecords.Epoch(groupId, epoch));
        return step.Store.FindConsumer(groupId)!;
    }

    // Opaque subscriptions cannot be assigned by the server.
    private static bool MayUpgrade(GroupStep step, ClassicGroup group) =>
        step.Options.MigrationPolicy is MigrationPolicy.Upgrade or MigrationPolicy.Bidirectional
        && group.ProtocolType == ClassicSubscriptions.ConsumerProtocolType
        && group.Members.Count < step.Options.ConsumerMembersMax
        && group.Members.All(member =>
            member.Protocols.All(protocol => ClassicSubscriptions.Read(protocol.Metadata) is not null));

    private static ConsumerGroup Upgrade(GroupStep step, ClassicGroup classic)
    {
        step.Write(ClassicRecords.Tombstone(classic.Id));
        var group = Create(step, classic.Id, classic.Generation);
        foreach (var member in classic.Members)
        {
            Upgrade(step, group, classic, member);
            step.Reply(
                member.Join, ClassicReplies.JoinRefused(member.MemberId, KafkaError.RebalanceInProgress));
            step.Reply(member.Sync, new SyncGroupResponse { Error = KafkaError.RebalanceInProgress });
        }

        step.Write(ConsumerRecords.AssignmentEpoch(group.Id, classic.Generation));
        return group;
    }

    private static void Upgrade(GroupStep step, ConsumerGroup group, ClassicGroup classic, ClassicMember member)
    {
        var protocol = classic.Protocol ?? member.Protocols[0].Name;
        var metadata = member.MetadataFor(protocol);
        var subscription = ClassicSubscriptions.Read(metadata.Length > 0 ? metadata : member.Protocols[0].Metadata)!;

        // A leader may have given one partition to two: the first keeps it.
        var assigned = ConsumerAssignments.Read(member.Assignment, step.Topics)
            .Where(partition => group.OwnerOf(partition) is null);
        var upgraded = new ConsumerMember(member.MemberId)
        {
            InstanceId = member.InstanceId,
            RackId = subscription.RackId,
            ClientId = member.ClientId,
            ClientHost = member.ClientHost,
            Topics = subscription.Topics,
            RebalanceTimeout = member.RebalanceTimeout,
            Classic = new(member.SessionTimeout, member.Protocols),
            Epoch = classic.Generation,
            PreviousEpoch = classic.Generation,
            Assigned = assigned,
        };
        step.Write(ConsumerRecords.Member(group.Id, upgraded));
        step.Write(ConsumerRecords.Target(group.Id, member.MemberId, assigned));
        step.Write(ConsumerRecords.Current(group.Id, upgraded));
        group.Timers.Heard(upgraded, step.Now, step.Options);
    }

    private static ClassicGroup ToClassic(GroupStep step, ConsumerGroup group, List<ConsumerMember> members)
    {
        var classic = new ClassicGroup(group.Id)
        {
            Generation = group.Epoch,
            ProtocolType = ClassicSubscriptions.ConsumerProtocolType,
        };
        foreach (var member in members.OrderBy(member => member.MemberId, StringComparer.Ordinal))
        {
            var downgraded = new ClassicMember
            {
                MemberId = member.MemberId,
                InstanceId = member.InstanceId,
                ClientId = member.ClientId,
                ClientHost = member.ClientHost,
                RebalanceTimeout = member.RebalanceTimeout,
                SessionTimeout = member.Classic!.SessionTimeout,
                Protocols = member.Classic.Protocols,
                Assignment = ConsumerAssignments.Write(member.Assigned, step.Topics),
            };
            downgraded.Touch(step.Now);
            classic.Add(downgraded);
        }

        classic.Protocol = ProtocolVote.Count(classic.Members);
        classic.Enter(ClassicGroupState.Stable, step.Now);
        return classic;
    }
}
