using Cloud.Core.Groups.Classic;
using Cloud.Core.Groups.Records;
using Cloud.Protocol;
using Cloud.Protocol.Wire;

namespace Cloud.Core.Groups;

/// <summary>One step of the machine: what it decides on, and where it puts what it decides.</summary>
internal sealed class GroupStep(GroupStore store, GroupOutput output, GroupOptions options)
{
    public GroupStore Store => store;

    public GroupOptions Options => options;

    public required Instant Now { get; init; }

    public required TopicCatalog Topics { get; init; }

    /// <summary>
    /// Writes a record and replays it at once, so that the rest of the step, and the next one, go on from it. It is not
    /// committed by then: should that fail, all state is dropped and loaded anew, and no answer is released.
    /// </summary>
    public void Write(GroupRecord record)
    {
        output.Write(record);
        store.Replay(record);
    }

    /// <summary>
    /// A classic group changes between two records without a record: so its record says what it has become, and there
    /// is nothing to replay.
    /// </summary>
    public void WriteSnapshot(ClassicGroup group) => output.Write(ClassicRecords.Snapshot(group));

    public void Reply(Ticket ticket, IResponse response) => output.Reply(ticket, response);
}
