using Cloud.Core.Groups.Records;
using Cloud.Protocol.Wire;

namespace Cloud.Core.Groups;

/// <summary>
/// Collects what one step comes to. The replies are released when the records are committed, and everything before
/// them. Owned by the caller, who clears it and uses it again.
/// </summary>
public sealed class GroupOutput
{
    private readonly List<GroupRecord> _records = [];
    private readonly List<GroupReply> _replies = [];

    public IReadOnlyList<GroupRecord> Records => _records;

    public IReadOnlyList<GroupReply> Replies => _replies;

    public void Write(GroupRecord record) => _records.Add(record);

    public void Reply(Ticket ticket, IResponse response)
    {
        if (ticket != Ticket.None)
        {
            _replies.Add(new(ticket, response));
        }
    }

    public void Clear()
    {
        _records.Clear();
        _replies.Clear();
    }
}
