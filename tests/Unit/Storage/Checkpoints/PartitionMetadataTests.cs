using System.Text;
using Cloud.Core.Storage;
using Cloud.Core.Storage.Checkpoints;
using Cloud.Protocol;

namespace Cloud.Unit.Storage.Checkpoints;

public sealed class PartitionMetadataTests
{
    private const string Golden = "version: 0\ntopic_id: AAECAwQFBgcICQoLDA0ODw";

    private static readonly TopicId Topic = new(new Guid("00010203-0405-0607-0809-0a0b0c0d0e0f"));

    [Fact]
    public void Topic_id_encodes_to_the_bytes_that_kafka_writes()
    {
        Assert.Equal(Golden, Encoding.ASCII.GetString(PartitionMetadata.Encode(Topic)));
    }

    [Theory]
    [InlineData(Golden)]
    [InlineData(Golden + "\n")]
    [InlineData("version: 0\r\ntopic_id:\tAAECAwQFBgcICQoLDA0ODw\r\n")]
    [InlineData("version: 7\ntopic_id: AAECAwQFBgcICQoLDA0ODw\nlater: thing\n")]
    public void File_of_kafka_decodes(string text)
    {
        Assert.Equal(DecodeStatus.Done, PartitionMetadata.TryDecode(Encoding.ASCII.GetBytes(text), out var topicId));

        Assert.Equal(Topic, topicId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("version: 0\n")]
    [InlineData("version: x\ntopic_id: AAECAwQFBgcICQoLDA0ODw")]
    [InlineData("version: 0\ntopic_id: AAECAwQFBgcICQoLDA0OD")]
    [InlineData("version: 0\ntopic_id: AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("version: 0\nother: AAECAwQFBgcICQoLDA0ODw")]
    [InlineData(Golden + "\nlater: thing\n")]
    public void Mangled_file_is_malformed(string text)
    {
        Assert.Equal(DecodeStatus.Malformed, PartitionMetadata.TryDecode(Encoding.ASCII.GetBytes(text), out _));
    }

    [Fact]
    public void Every_truncation_and_mangled_byte_is_refused_or_names_another_topic()
    {
        var file = Encoding.ASCII.GetBytes(Golden);

        foreach (var mangled in Mangle.EveryByte(file).Concat(Mangle.EveryTruncation(file)))
        {
            if (PartitionMetadata.TryDecode(mangled, out var topicId) is not DecodeStatus.Done)
            {
                Assert.Equal(TopicId.None, topicId);
            }
        }
    }
}
