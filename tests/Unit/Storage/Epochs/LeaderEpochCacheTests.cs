using Cloud.Core.Storage.Epochs;
using Cloud.Protocol;

namespace Cloud.Unit.Storage.Epochs;

public sealed class LeaderEpochCacheTests
{
    private static readonly Offset LogEnd = new(100);

    [Fact]
    public void Empty_cache_knows_no_epoch()
    {
        var cache = new LeaderEpochCache();

        Assert.Equal(LeaderEpoch.None, cache.LatestEpoch);
        Assert.Equal(EpochEndOffset.Unknown, cache.EndOffsetFor(new(0), LogEnd));
        Assert.Equal(LeaderEpoch.None, cache.EpochForOffset(new(5)));
    }

    // Epochs 2@10, 4@20, 7@50 with the log end at 100.
    [Theory]
    [InlineData(-1, -1, -1)]
    [InlineData(0, 0, 10)]
    [InlineData(1, 1, 10)]
    [InlineData(2, 2, 20)]
    [InlineData(3, 2, 20)]
    [InlineData(4, 4, 50)]
    [InlineData(6, 4, 50)]
    [InlineData(7, 7, 100)]
    [InlineData(8, -1, -1)]
    public void End_offset_belongs_to_the_largest_epoch_not_above_the_one_asked_for(int asked, int epoch, long end)
    {
        var cache = Cache((2, 10), (4, 20), (7, 50));

        Assert.Equal(new EpochEndOffset(new(epoch), new(end)), cache.EndOffsetFor(new(asked), LogEnd));
    }

    [Theory]
    [InlineData(9, -1)]
    [InlineData(10, 2)]
    [InlineData(19, 2)]
    [InlineData(20, 4)]
    [InlineData(1000, 7)]
    public void Record_belongs_to_the_epoch_that_started_last_before_it(long offset, int epoch)
    {
        Assert.Equal(new LeaderEpoch(epoch), Cache((2, 10), (4, 20), (7, 50)).EpochForOffset(new(offset)));
    }

    [Fact]
    public void Neighbours_are_found_also_for_epochs_that_are_not_held()
    {
        var cache = Cache((2, 10), (4, 20), (7, 50));

        Assert.Equal(new LeaderEpoch(2), cache.PreviousEpoch(new(4)));
        Assert.Equal(new LeaderEpoch(4), cache.PreviousEpoch(new(6)));
        Assert.Equal(LeaderEpoch.None, cache.PreviousEpoch(new(2)));
        Assert.Equal(new LeaderEpoch(7), cache.NextEpoch(new(5)));
        Assert.Equal(LeaderEpoch.None, cache.NextEpoch(new(7)));
        Assert.True(cache.TryGet(new(4), out var entry));
        Assert.Equal(new Offset(20), entry.StartOffset);
        Assert.False(cache.TryGet(new(5), out _));
    }

    [Fact]
    public void Assigning_the_latest_epoch_again_keeps_its_start()
    {
        var cache = Cache((2, 10));

        Assert.False(cache.Assign(new(2), new(30)));

        Assert.Equal([Entry(2, 10)], cache.Entries);
    }

    [Fact]
    public void Latest_epoch_without_records_is_kept()
    {
        var cache = Cache((2, 10));

        Assert.True(cache.Assign(new(3), LogEnd));

        Assert.Equal([Entry(2, 10), Entry(3, 100)], cache.Entries);
        Assert.Equal(new EpochEndOffset(new(3), LogEnd), cache.EndOffsetFor(new(3), LogEnd));
    }

    [Fact]
    public void Empty_epoch_gives_way_to_its_successor_and_asking_for_it_still_finds_the_boundary()
    {
        var cache = Cache((2, 10), (3, 100));

        Assert.True(cache.Assign(new(4), LogEnd));

        Assert.Equal([Entry(2, 10), Entry(4, 100)], cache.Entries);
        Assert.Equal(new EpochEndOffset(new(2), LogEnd), cache.EndOffsetFor(new(3), LogEnd));
    }

    [Fact]
    public void Entries_that_a_new_one_contradicts_are_dropped()
    {
        var cache = Cache((2, 10), (4, 20), (7, 50));

        Assert.True(cache.Assign(new(5), new(15)));

        Assert.Equal([Entry(2, 10), Entry(5, 15)], cache.Entries);
    }

    [Theory]
    [InlineData(101, 3)]
    [InlineData(50, 2)]
    [InlineData(49, 2)]
    [InlineData(20, 1)]
    [InlineData(0, 0)]
    public void Truncating_the_end_forgets_epochs_that_start_there_or_later(long endOffset, int left)
    {
        var cache = Cache((2, 10), (4, 20), (7, 50));

        Assert.Equal(left < 3, cache.TruncateFromEnd(new(endOffset)));

        Assert.Equal(left, cache.Entries.Count);
    }

    [Theory]
    [InlineData(5, false, 2, 10, 3)]
    [InlineData(10, false, 2, 10, 3)]
    [InlineData(15, true, 2, 15, 3)]
    [InlineData(20, true, 4, 20, 2)]
    [InlineData(49, true, 4, 49, 2)]
    [InlineData(500, true, 7, 500, 1)]
    public void Truncating_the_start_moves_the_epoch_that_is_under_way_there(
        long startOffset, bool changed, int firstEpoch, long firstStart, int left)
    {
        var cache = Cache((2, 10), (4, 20), (7, 50));

        Assert.Equal(changed, cache.TruncateFromStart(new(startOffset)));

        Assert.Equal(Entry(firstEpoch, firstStart), cache.Entries[0]);
        Assert.Equal(left, cache.Entries.Count);
    }

    [Fact]
    public void Range_of_epochs_is_cut_at_both_ends_and_leaves_the_cache_alone()
    {
        var cache = Cache((2, 10), (4, 20), (7, 50));

        Assert.Equal([Entry(2, 15), Entry(4, 20)], cache.EntriesInRange(new(15), new(50)));
        Assert.Equal(3, cache.Entries.Count);
    }

    [Fact]
    public void History_of_a_replaced_log_is_taken_over_with_its_empty_epoch()
    {
        var replaced = Cache((2, 10), (9, 100));
        var cache = Cache((2, 10));

        Assert.True(cache.TryReplaceWith(replaced.Entries));

        Assert.Equal(new LeaderEpoch(9), cache.LatestEpoch);
    }

    [Fact]
    public void History_that_goes_back_is_not_taken_over()
    {
        var cache = Cache((2, 10));

        Assert.False(cache.TryReplaceWith([Entry(3, 10), Entry(4, 10)]));
        Assert.False(cache.TryReplaceWith([Entry(3, 10), Entry(2, 20)]));

        Assert.Equal([Entry(2, 10)], cache.Entries);
    }

    private static LeaderEpochCache Cache(params (int Epoch, long Start)[] entries)
    {
        var cache = new LeaderEpochCache();
        foreach (var (epoch, start) in entries)
        {
            cache.Assign(new(epoch), new(start));
        }

        return cache;
    }

    private static EpochEntry Entry(int epoch, long start) => new(new(epoch), new(start));
}
