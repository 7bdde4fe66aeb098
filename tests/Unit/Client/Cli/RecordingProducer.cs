using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using Cloud.Client;

namespace Cloud.Unit.Client.Cli;

/// <summary>Keeps the values that it is given. Made by <see cref="DispatchProxy"/>.</summary>
public class RecordingProducer : DispatchProxy
{
    private readonly ConcurrentQueue<string?> _values = new();

    public static (IProducer<byte[]?, byte[]?> Producer, IReadOnlyCollection<string?> Values) New()
    {
        var producer = Create<IProducer<byte[]?, byte[]?>, RecordingProducer>();
        return (producer, ((RecordingProducer)(object)producer)._values);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod?.Name switch
    {
        nameof(IProducer<,>.SendAsync) => Keep((ProducerRecord<byte[]?, byte[]?>)args![0]!),
        nameof(IProducer<,>.FlushAsync) => Task.CompletedTask,
        var other => throw new NotSupportedException(other),
    };

    private object Keep(ProducerRecord<byte[]?, byte[]?> record)
    {
        _values.Enqueue(record.Value is { } value ? Encoding.UTF8.GetString(value) : null);
        return ValueTask.CompletedTask;
    }
}
