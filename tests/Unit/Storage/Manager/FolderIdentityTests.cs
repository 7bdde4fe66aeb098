using System.Text;
using Cloud.Core.Storage.Manager;
using Cloud.Protocol;
using Cloud.Unit.Storage.Maintenance;

namespace Cloud.Unit.Storage.Manager;

public sealed class FolderIdentityTests
{
    private const string Metadata = "/data/orders-0/partition.metadata";

    private static readonly TopicPartition Orders = MaintainedLogs.Orders;
    private static readonly TopicId Other = new(new("00000000-0000-0000-0000-0000000000b2"));

    private readonly MaintainedLogs _logs = new();

    private LogStart Start => new(_logs.Now, _ => new());

    [Fact]
    public void New_log_says_which_topic_it_belongs_to()
    {
        _logs.Open(Orders);

        var text = Encoding.ASCII.GetString(_logs.Disk.ContentOf(Metadata));
        Assert.Equal($"version: 0\ntopic_id: {MaintainedLogs.OrdersId}", text);
        Assert.Equal(MaintainedLogs.OrdersId, _logs.Folder.TopicIdOf(Orders));
    }

    [Fact]
    public void Topic_made_again_never_reads_the_old_ones_log()
    {
        var old = _logs.Open(Orders);
        _logs.Append(old, 3);

        var error = Assert.Throws<TopicIdMismatchException>(() => _logs.Folder.Open(Orders, Other, Start));

        Assert.Equal(("/data/orders-0", MaintainedLogs.OrdersId, Other), (error.Folder, error.Found, error.Expected));
        Assert.Contains("/data/orders-0", error.Message, StringComparison.Ordinal);
        Assert.Equal(new Offset(3), old.LogEndOffset);

        // The manager gives it another name and keeps it: its topic's deletion is not recorded.
        Assert.Equal(Offset.Zero, _logs.Manager.Open(Orders, Other, Start).LogEndOffset);
        Assert.Equal(2, _logs.Disk.ListFolders("/data").Count);
    }

    [Fact]
    public void Records_without_an_identity_are_nobodys()
    {
        _logs.Append(_logs.Open(Orders), 3);
        foreach (var mangled in Mangle.EveryByte(_logs.Disk.ContentOf(Metadata)).Prepend([]))
        {
            using (var file = _logs.Disk.Open(Metadata, Core.Storage.Files.FileAccessMode.CreateOrEmpty))
            {
                file.Write(mangled, Core.Storage.Files.FilePosition.Start);
            }

            var owner = _logs.Folder.TopicIdOf(Orders);
            if (owner != MaintainedLogs.OrdersId)
            {
                var error = Assert.Throws<TopicIdMismatchException>(
                    () => _logs.Folder.Open(Orders, MaintainedLogs.OrdersId, Start));
                Assert.Equal(owner ?? TopicId.None, error.Found);
            }
        }
    }

    [Fact]
    public void Empty_log_without_an_identity_gets_one()
    {
        _logs.Manager.Open(Orders, Start);
        Assert.Null(_logs.Folder.TopicIdOf(Orders));

        _logs.Open(Orders);

        Assert.Equal(MaintainedLogs.OrdersId, _logs.Folder.TopicIdOf(Orders));
    }
}
