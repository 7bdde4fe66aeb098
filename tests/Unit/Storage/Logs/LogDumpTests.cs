using Cloud.Core.Storage;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Storage.Logs;

/// <summary>What <c>log dump</c> prints, word for word: people's scripts read it.</summary>
public sealed class LogDumpTests
{
    private const string Segment = "00000000000000000000";

    private readonly LogFixture _log = new(new() { IndexIntervalBytes = 50 });

    [Fact]
    public void Batches_and_records_have_their_golden_text()
    {
        Fill();

        Assert.Equal(
            [
                "baseOffset: 0 lastOffset: 1 count: 2 baseSequence: -1 lastSequence: -1 producerId: "
                    + "-1 producerEpoch: -1 partitionLeaderEpoch: 2 isTransactional: false isControl: false "
                    + "deleteHorizonMs: none position: 0 CreateTime: 1750000001000 size: 85 magic: 2 "
                    + "compresscodec: none crc: 142349095 isvalid: true",
                "| offset: 0 CreateTime: 1750000000000 keySize: 2 valueSize: 5 sequence: -1 "
                    + "headerKeys: [] key: k1 payload: hello",
                "| offset: 1 CreateTime: 1750000001000 keySize: 2 valueSize: -1 sequence: -1 "
                    + "headerKeys: [] key: k2 payload: null",
                "baseOffset: 2 lastOffset: 2 count: 1 baseSequence: 0 lastSequence: 0 producerId: 7 "
                    + "producerEpoch: 1 partitionLeaderEpoch: 2 isTransactional: false isControl: false "
                    + "deleteHorizonMs: none position: 85 CreateTime: 1750000002000 size: 75 magic: 2 "
                    + "compresscodec: none crc: 3448918841 isvalid: true",
                "| offset: 2 CreateTime: 1750000002000 keySize: 2 valueSize: 5 sequence: 0 "
                    + "headerKeys: [] key: k1 payload: world",
            ],
            Dump(".log", printsRecords: true).Split('\n'));
    }

    [Fact]
    public void Batches_alone_are_the_same_lines_without_those_of_records()
    {
        Fill();

        var lines = Dump(".log", printsRecords: true).Split('\n').Where(line => !line.StartsWith('|'));

        Assert.Equal(string.Join('\n', lines), Dump(".log", printsRecords: false));
    }

    [Fact]
    public void Indexes_have_their_golden_text()
    {
        Fill();

        Assert.Equal("offset: 2 position: 85", Dump(".index"));
        Assert.Equal("timestamp: 1750000002000 offset: 2", Dump(".timeindex"));
    }

    [Fact]
    public void Damage_is_named_behind_what_is_good()
    {
        Fill();
        _log.Disk.FlipBit(_log.PathOf(Segment + ".log"), 120, 1);

        Assert.Contains("isvalid: false", Dump(".log"), StringComparison.Ordinal);
    }

    private void Fill()
    {
        _log.Epoch = new(2);
        using var builder = new RecordBatchBuilder(RecordBatchOptions.Default);
        builder.Append(LogFixture.Noon, "k1"u8.ToArray(), "hello"u8.ToArray());
        builder.Append(LogFixture.Noon.Plus(TimeSpan.FromSeconds(1)), "k2"u8.ToArray(), NullableBytes.Null);
        _log.Append(builder.Build().ToArray());
        builder.Restart(new() { ProducerId = new(7), ProducerEpoch = new(1), BaseSequence = 0 });
        builder.Append(LogFixture.Noon.Plus(TimeSpan.FromSeconds(2)), "k1"u8.ToArray(), "world"u8.ToArray());
        _log.Append(builder.Build().ToArray());
        _log.Log.Close();
    }

    private string Dump(string suffix, bool printsRecords = false)
    {
        var text = new StringWriter { NewLine = "\n" };
        LogDump.Print(_log.Disk, _log.PathOf(Segment + suffix), text, printsRecords);
        return text.ToString().TrimEnd('\n');
    }
}
