using Cloud.Core.Storage.Epochs;

namespace Cloud.Unit.Storage.Epochs;

/// <summary>Random lives of a log against a model that keeps the epoch of every single offset.</summary>
public sealed class LeaderEpochCacheProperties
{
    private const int Steps = 60;

    [Fact]
    public void Cache_agrees_with_a_model_that_keeps_the_epoch_of_every_record()
    {
        Seeded.Check(LivesLikeTheModel);
    }

    private static void LivesLikeTheModel(int seed)
    {
        var random = new Random(seed);
        var cache = new LeaderEpochCache();
        var epochs = new SortedDictionary<long, int>();
        var (start, end, epoch) = (0L, 0L, -1);
        for (var step = 0; step < Steps; step++)
        {
            switch (random.Next(4))
            {
                case 0:
                    epoch += random.Next(1, 3);
                    cache.Assign(new(epoch), new(end));
                    break;
                case 1 when epoch >= 0:
                    for (var count = random.Next(1, 5); count > 0; count--)
                    {
                        cache.Assign(new(epoch), new(end));
                        epochs[end++] = epoch;
                    }

                    break;
                case 2 when end > start:
                    end = random.NextInt64(start, end + 1);
                    cache.TruncateFromEnd(new(end));
                    RemoveWhere(epochs, offset => offset >= end);
                    break;
                case 3 when end > start:
                    start = random.NextInt64(start, end + 1);
                    cache.TruncateFromStart(new(start));
                    RemoveWhere(epochs, offset => offset < start);
                    break;
            }

            if (!Agrees(cache, epochs, end))
            {
                Assert.Fail($"seed {seed}, step {step}: {string.Join(' ', cache.Entries)}");
            }
        }
    }

    private static bool Agrees(LeaderEpochCache cache, SortedDictionary<long, int> epochs, long end)
    {
        if (epochs.Any(record => cache.EpochForOffset(new(record.Key)).Value != record.Value))
        {
            return false;
        }

        foreach (var epoch in epochs.Values.Distinct())
        {
            var answer = cache.EndOffsetFor(new(epoch), new(end));
            var lastOfEpoch = epochs.Last(record => record.Value == epoch).Key;
            if (answer != new EpochEndOffset(new(epoch), new(lastOfEpoch + 1)))
            {
                return false;
            }
        }

        return LeaderEpochCache.AreOrdered(cache.Entries);
    }

    private static void RemoveWhere(SortedDictionary<long, int> epochs, Predicate<long> isGone)
    {
        foreach (var offset in epochs.Keys.Where(offset => isGone(offset)).ToList())
        {
            epochs.Remove(offset);
        }
    }
}
