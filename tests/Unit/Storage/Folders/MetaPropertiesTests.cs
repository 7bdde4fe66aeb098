using System.Text;
using Cloud.Core.Storage;
using Cloud.Core.Storage.Folders;
using Cloud.Protocol;

namespace Cloud.Unit.Storage.Folders;

public sealed class MetaPropertiesTests
{
    private const string Golden =
        "cluster.id=MkU3OEVBNTcwNTJENDM2Qg\ndirectory.id=AAECAwQFBgcICQoLDA0ODw\nnode.id=3\nversion=1\n";

    private static readonly MetaProperties Broker3 = new(
        "MkU3OEVBNTcwNTJENDM2Qg",
        new BrokerId(3),
        new DirectoryId(new Guid("00010203-0405-0607-0809-0a0b0c0d0e0f")));

    [Fact]
    public void Properties_format_to_the_bytes_that_kafka_reads()
    {
        Assert.Equal(Golden, Encoding.ASCII.GetString(Broker3.Format()));
    }

    [Fact]
    public void A_file_as_the_storage_tool_of_kafka_writes_it_parses()
    {
        const string Written =
            "#\n#Fri Oct 25 03:33:01 GMT 2024\ncluster.id=MkU3OEVBNTcwNTJENDM2Qg\nversion=1\n" +
            "directory.id=AAECAwQFBgcICQoLDA0ODw\nnode.id=3\nfuture.key=whatever\n";

        Assert.Equal(DecodeStatus.Done, MetaProperties.TryParse(Encoding.ASCII.GetBytes(Written), out var parsed));

        Assert.Equal(Broker3, parsed);
    }

    [Theory]
    [InlineData("node.id : 7\r\ncluster.id   a\\ b\r\nversion=1\r\n", "a b", 7)]
    [InlineData("! note\nversion=1\nnode.id=0\ncluster.id=\\u0041\\=\\:", "A=:", 0)]
    public void Separators_and_escapes_of_java_properties_are_understood(string text, string clusterId, int nodeId)
    {
        Assert.Equal(DecodeStatus.Done, MetaProperties.TryParse(Encoding.UTF8.GetBytes(text), out var parsed));

        Assert.Equal(new MetaProperties(clusterId, new BrokerId(nodeId), null), parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("version=1\n")]
    [InlineData("version=1\ncluster.id=a\n")]
    [InlineData("version=1\nnode.id=1\n")]
    [InlineData("version=1\ncluster.id=\nnode.id=1\n")]
    [InlineData("version=1\ncluster.id=a\nnode.id=-1\n")]
    [InlineData("version=1\ncluster.id=a\nnode.id=x\n")]
    [InlineData("version=1\ncluster.id=a\nnode.id=99999999999\n")]
    [InlineData("version=1\nversion=1\ncluster.id=a\nnode.id=1\n")]
    [InlineData("version=one\ncluster.id=a\nnode.id=1\n")]
    [InlineData("version=1\ncluster.id=a\nnode.id=1\ndirectory.id=short\n")]
    [InlineData("version=1\ncluster.id=a\nnode.id=1\ndirectory.id=AAAAAAAAAAAAAAAAAAAAAQ\n")]
    [InlineData("version=1\ncluster.id=a\\u00\nnode.id=1\n")]
    public void A_file_that_misses_or_mangles_a_key_is_malformed(string text)
    {
        Assert.Equal(DecodeStatus.Malformed, MetaProperties.TryParse(Encoding.ASCII.GetBytes(text), out _));
    }

    [Theory]
    [InlineData("broker.id=1\nversion=0\n")]
    [InlineData("version=2\ncluster.id=a\nnode.id=1\n")]
    public void Another_version_is_unknown(string text)
    {
        Assert.Equal(DecodeStatus.UnknownVersion, MetaProperties.TryParse(Encoding.ASCII.GetBytes(text), out _));
    }

    [Fact]
    public void Cluster_id_with_any_character_survives_a_round_trip()
    {
        var odd = Broker3 with { ClusterId = "a = b:#!\\ \té…" };

        Assert.Equal(DecodeStatus.Done, MetaProperties.TryParse(odd.Format(), out var parsed));

        Assert.Equal(odd, parsed);
    }

    [Fact]
    public void Every_mangled_byte_is_refused_or_seen_as_another_identity()
    {
        var file = Broker3.Format();

        foreach (var mangled in Mangle.EveryByte(file).Concat(Mangle.EveryTruncation(file)))
        {
            if (FolderVerdict.Of(mangled, Broker3.ClusterId, Broker3.NodeId) is FolderVerdict.Ours ours)
            {
                // Only the directory id has no one to compare it with; all else is as it was.
                Assert.Equal(Broker3.ClusterId, ours.Properties.ClusterId);
                Assert.Equal(Broker3.NodeId, ours.Properties.NodeId);
            }
        }
    }
}
