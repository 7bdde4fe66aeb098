using Cloud.Core.Storage.Compaction;
using Cloud.Protocol;

namespace Cloud.Unit.Storage.Compaction;

public sealed class OffsetMapTests
{
    [Fact]
    public void Map_answers_like_a_dictionary_until_it_is_full()
    {
        Seeded.Check(seed =>
        {
            var random = new Random(seed);
            var map = new OffsetMap(new KeyHasher(1, (ulong)seed), random.Next(200), memoryBytesMax: 24 * 100);
            var model = new Dictionary<int, long>();
            for (var offset = 0L; offset < 300; offset++)
            {
                var key = random.Next(150);
                var fits = model.ContainsKey(key) || model.Count < map.CountMax;
                Assert.Equal(fits, map.TryPut(BitConverter.GetBytes(key), new(offset)));
                if (fits)
                {
                    model[key] = offset;
                }
            }

            Assert.Equal(model.Count, map.Count);
            for (var key = 0; key < 150; key++)
            {
                var expected = model.GetValueOrDefault(key, -1);
                Assert.Equal(expected, map.LatestFor(BitConverter.GetBytes(key)).Value);
            }
        });
    }

    [Fact]
    public void Memory_is_no_more_than_allowed_whatever_is_expected()
    {
        const int MemoryBytes = 1 << 20;
        var before = GC.GetAllocatedBytesForCurrentThread();

        var map = new OffsetMap(new KeyHasher(1, 2), long.MaxValue, MemoryBytes);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MemoryBytes + 1024);
        Assert.InRange(map.CountMax, 34_000, MemoryBytes / 24);
    }

    [Fact]
    public void Small_log_needs_little_memory_and_all_its_keys_fit()
    {
        var map = new OffsetMap(new KeyHasher(1, 2), 1000, int.MaxValue);

        Assert.InRange(map.CountMax, 1000, 1010);
    }

    [Fact]
    public void Empty_key_and_offset_zero_are_kept()
    {
        var map = new OffsetMap(new KeyHasher(1, 2), 10, 4096);

        Assert.Equal(Offset.None, map.LatestFor([]));
        Assert.True(map.TryPut([], Offset.Zero));
        Assert.Equal(Offset.Zero, map.LatestFor([]));
    }
}
