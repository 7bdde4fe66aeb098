namespace Cloud.Client;

/// <summary>Makes the member of a group that speaks the protocol of the options.</summary>
internal static class GroupMembers
{
    public static IGroupMember Create(
        ClusterClient cluster,
        GroupCoordinator coordinator,
        ConsumerOptions options,
        MetadataRefresher metadata,
        ConsumerLog log,
        Action notify) => options.GroupProtocol is GroupProtocol.Classic
            ? new ClassicGroupMember(cluster, coordinator, options, log, notify)
            : new ConsumerGroupMember(cluster, coordinator, options, metadata, log, notify);
}
