using System.Reflection;
using System.Runtime.CompilerServices;
using Cloud.Client;
using Cloud.Protocol;

namespace Cloud.Unit.Client.Cli;

/// <summary>
/// Hands out the batches that it is given, and then waits, being at a position of its own. Made by
/// <see cref="DispatchProxy"/>, as a measurement asks only few things of a consumer.
/// </summary>
public class ScriptedConsumer : DispatchProxy
{
    private static readonly TopicPartition Partition = new("orders", 0);

    private Offset _position;
    private IReadOnlyList<ConsumerBatch<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>> _batches = [];

    public static IConsumer<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> At(
        Offset position, params IReadOnlyList<ConsumerBatch<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>> batches)
    {
        var consumer = Create<IConsumer<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>, ScriptedConsumer>();
        var script = (ScriptedConsumer)(object)consumer;
        (script._position, script._batches) = (position, batches);
        return consumer;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod?.Name switch
    {
        "get_Assignment" => (TopicPartition[])[Partition],
        nameof(IConsumer<,>.PositionOf) => _position,
        nameof(IConsumer<,>.ConsumeBatchesAsync) => Consume((CancellationToken)args![0]!),
        var other => throw new NotSupportedException(other),
    };

    private async IAsyncEnumerable<ConsumerBatch<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>> Consume(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var batch in _batches)
        {
            yield return batch;
        }

        await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
