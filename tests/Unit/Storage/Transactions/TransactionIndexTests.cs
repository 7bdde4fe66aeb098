using Cloud.Core.Storage;
using Cloud.Core.Storage.Transactions;

namespace Cloud.Unit.Storage.Transactions;

public sealed class TransactionIndexTests
{
    private const string Golden =
        "0000" + "0000000000000007" + "000000000000000A" + "0000000000000014" + "000000000000000C";

    private static readonly AbortedTransaction First = new(new(7), new(10), new(20), new(12));
    private static readonly AbortedTransaction Second = new(new(8), new(12), new(30), new(31));
    private static readonly AbortedTransaction Third = new(new(9), new(32), new(40), new(41));

    [Fact]
    public void Entry_encodes_to_the_bytes_that_kafka_writes()
    {
        Assert.Equal(Golden, Convert.ToHexString(File(First)));
        Assert.Equal(DecodeStatus.Done, AbortedTransaction.TryDecode(Convert.FromHexString(Golden), out var entry));
        Assert.Equal(First, entry);
    }

    [Fact]
    public void Whole_file_reads_back()
    {
        var entries = new List<AbortedTransaction>();

        Assert.Equal(DecodeStatus.Done, TransactionIndexSearch.TryReadAll(File(First, Second), new(20), entries));

        Assert.Equal([First, Second], entries);
    }

    [Fact]
    public void Markers_that_do_not_grow_or_precede_the_segment_are_malformed()
    {
        Assert.Equal(DecodeStatus.Malformed, TransactionIndexSearch.TryReadAll(File(Second, First), new(0), []));
        Assert.Equal(DecodeStatus.Malformed, TransactionIndexSearch.TryReadAll(File(First, First), new(0), []));
        Assert.Equal(DecodeStatus.Malformed, TransactionIndexSearch.TryReadAll(File(First), new(21), []));
    }

    [Fact]
    public void Every_mangled_byte_gives_a_status_and_every_torn_entry_is_noticed()
    {
        var file = File(First, Second, Third);

        foreach (var mangled in Mangle.EveryByte(file))
        {
            TransactionIndexSearch.TryReadAll(mangled, new(0), []);
        }

        foreach (var torn in Mangle.EveryTruncation(file))
        {
            var status = TransactionIndexSearch.TryReadAll(torn, new(0), []);
            Assert.Equal(torn.Length % AbortedTransaction.SizeBytes == 0, status is DecodeStatus.Done);
        }
    }

    [Theory]
    [InlineData(0, 10, 0, true)]
    [InlineData(0, 11, 1, true)]
    [InlineData(0, 31, 2, true)]
    [InlineData(21, 31, 1, true)]
    [InlineData(31, 32, 0, true)]
    [InlineData(20, 41, 3, true)]
    [InlineData(41, 100, 0, false)]
    public void Fetch_range_collects_what_overlaps_it(long from, long to, int count, bool isComplete)
    {
        var found = new List<AbortedTransaction>();

        Assert.Equal(isComplete, TransactionIndexSearch.Collect([First, Second, Third], new(from), new(to), found));

        Assert.Equal(count, found.Count);
    }

    [Fact]
    public void Stable_offset_beyond_the_marker_does_not_hide_a_later_entry()
    {
        var early = new AbortedTransaction(new(1), new(0), new(10), new(20));
        var hidden = new AbortedTransaction(new(1), new(12), new(14), new(15));
        var found = new List<AbortedTransaction>();

        TransactionIndexSearch.Collect([early, hidden], new(0), new(13), found);

        Assert.Equal([early, hidden], found);
    }

    [Theory]
    [InlineData(20, 0)]
    [InlineData(21, 1)]
    [InlineData(100, 3)]
    public void Truncation_keeps_the_entries_whose_markers_stay(long offset, int kept)
    {
        Assert.Equal(
            kept * AbortedTransaction.SizeBytes,
            TransactionIndexSearch.BytesBelow([First, Second, Third], new(offset)));
    }

    private static byte[] File(params AbortedTransaction[] entries)
    {
        var file = new byte[entries.Length * AbortedTransaction.SizeBytes];
        for (var at = 0; at < entries.Length; at++)
        {
            entries[at].Encode(file.AsSpan(at * AbortedTransaction.SizeBytes));
        }

        return file;
    }
}
