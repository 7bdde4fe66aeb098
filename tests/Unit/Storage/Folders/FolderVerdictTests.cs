using Cloud.Core.Storage;
using Cloud.Core.Storage.Folders;
using Cloud.Protocol;

namespace Cloud.Unit.Storage.Folders;

public sealed class FolderVerdictTests
{
    private static readonly MetaProperties Written = new("cluster-a", new BrokerId(1), null);

    [Fact]
    public void Folder_of_this_broker_is_ours()
    {
        var verdict = FolderVerdict.Of(Written.Format(), "cluster-a", new BrokerId(1));

        Assert.Equal(new FolderVerdict.Ours(Written), verdict);
    }

    [Fact]
    public void Folder_of_another_cluster_is_refused_by_name()
    {
        var verdict = FolderVerdict.Of(Written.Format(), "cluster-b", new BrokerId(1));

        Assert.Equal(new FolderVerdict.ForeignCluster("cluster-a", "cluster-b"), verdict);
        Assert.Contains("cluster-a", verdict.Describe(), StringComparison.Ordinal);
        Assert.Contains("cluster-b", verdict.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_of_another_broker_is_refused_by_number()
    {
        var verdict = FolderVerdict.Of(Written.Format(), "cluster-a", new BrokerId(2));

        Assert.Equal(new FolderVerdict.ForeignBroker(new BrokerId(1), new BrokerId(2)), verdict);
    }

    [Fact]
    public void Empty_file_is_unreadable_and_not_a_new_folder()
    {
        Assert.Equal(
            new FolderVerdict.Unreadable(DecodeStatus.Malformed),
            FolderVerdict.Of([], "cluster-a", new BrokerId(1)));
    }
}
