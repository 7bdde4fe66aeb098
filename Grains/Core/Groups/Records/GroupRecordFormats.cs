using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Core.Groups.Records;

/// <summary>The kinds of records that are read and written.</summary>
internal static class GroupRecordFormats
{
    // Flexible from the first version on.
    private const short Always = 0;

    private static readonly GroupRecordFormat[] All =
    [
        GroupRecordFormat.Of<OffsetCommitKey, OffsetCommitValue>(1, valueVersionMax: 4, flexibleSince: 4),
        GroupRecordFormat.Of<GroupMetadataKey, GroupMetadataValue>(2, valueVersionMax: 4, flexibleSince: 4),
        GroupRecordFormat.Of<ConsumerGroupMetadataKey, ConsumerGroupMetadataValue>(3, 0, Always),
        GroupRecordFormat.Of<ConsumerGroupPartitionMetadataKey, ConsumerGroupPartitionMetadataValue>(4, 0, Always),
        GroupRecordFormat.Of<ConsumerGroupMemberMetadataKey, ConsumerGroupMemberMetadataValue>(5, 0, Always),
        GroupRecordFormat.Of<ConsumerGroupTargetAssignmentMetadataKey, ConsumerGroupTargetAssignmentMetadataValue>(
            6, 0, Always),
        GroupRecordFormat.Of<ConsumerGroupTargetAssignmentMemberKey, ConsumerGroupTargetAssignmentMemberValue>(
            7, 0, Always),
        GroupRecordFormat.Of<ConsumerGroupCurrentMemberAssignmentKey, ConsumerGroupCurrentMemberAssignmentValue>(
            8, 0, Always),
        GroupRecordFormat.Of<ConsumerGroupRegularExpressionKey, ConsumerGroupRegularExpressionValue>(16, 0, Always),
    ];

    private static readonly Dictionary<Type, GroupRecordFormat> ByType = All.ToDictionary(format => format.KeyType);

    private static readonly Dictionary<short, GroupRecordFormat> ByVersion =
        All.ToDictionary(format => format.KeyVersion);

    public static GroupRecordFormat Of(IProtocolMessage key) => ByType[key.GetType()];

    /// <summary>Null for kinds that we do not know: later releases of Kafka have others.</summary>
    public static GroupRecordFormat? Find(short keyVersion)
    {
        // Kafka's first releases wrote offsets as version 0, in the same form.
        const short OldOffsetCommit = 0;
        const short OffsetCommit = 1;
        return ByVersion.GetValueOrDefault(keyVersion == OldOffsetCommit ? OffsetCommit : keyVersion);
    }
}
