using System.Collections.Concurrent;
using Cloud.Grains.Interfaces.Gateway;

namespace Cloud.Integration.Client.Grains;

/// <summary>A broker's grain whose calls the test answers, in whatever order.</summary>
internal sealed class HeldKafka : IKafkaGrain
{
    // The last byte of the correlation id, after key and version.
    public const int NumberPosition = 7;

    private readonly ConcurrentQueue<TaskCompletionSource<KafkaAnswer>> _begun = new();
    private readonly ConcurrentQueue<byte> _seen = new();
    private int _underWay;
    private int _most;

    /// <summary>Numbers of the calls, in the order in which they came.</summary>
    public IReadOnlyCollection<byte> Seen => _seen;

    /// <summary>How many calls were under way together, at most.</summary>
    public int Most => _most;

    /// <summary>Answers each call at once with the call's own bytes.</summary>
    public bool Echoes { get; init; }

    /// <summary>What the next call that is held ends with.</summary>
    public async Task<TaskCompletionSource<KafkaAnswer>> Next()
    {
        TaskCompletionSource<KafkaAnswer>? next = null;
        await Brokers.Eventually.Is(
            () => Task.FromResult(_begun.TryDequeue(out next)), isThere => isThere, "a call has come");
        return next!;
    }

    public async Task<KafkaAnswer> Call(KafkaCall call)
    {
        var together = Interlocked.Increment(ref _underWay);
        InterlockedMax(ref _most, together);
        _seen.Enqueue(call.Frame.Span[NumberPosition]);
        try
        {
            if (Echoes)
            {
                await Task.Yield();
                return new(call.Frame, Refusal: null);
            }

            var held = new TaskCompletionSource<KafkaAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
            _begun.Enqueue(held);
            return await held.Task;
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; seen < value;)
        {
            seen = Interlocked.CompareExchange(ref target, value, seen);
        }
    }
}
