using Cloud.Protocol.Errors;

namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>What became of an append.</summary>
/// <param name="Message">What exactly was wrong; null without an error.</param>
/// <param name="BaseOffset">Of the first record; -1 with an error. Of a duplicate it is the original one.</param>
/// <param name="LastOffset">Inclusive, of the last record; -1 with an error.</param>
/// <param name="LogAppendTime">Milliseconds since 1970 where the topic uses the broker's time, else -1.</param>
/// <param name="LogStartOffset">The first offset that can be read; -1 where it is not known.</param>
[GenerateSerializer, Immutable, Alias("Cloud.AppendAnswer")]
public readonly record struct AppendAnswer(
    [property: Id(0)] KafkaError Error,
    [property: Id(1)] string? Message,
    [property: Id(2)] long BaseOffset,
    [property: Id(3)] long LastOffset,
    [property: Id(4)] long LogAppendTime,
    [property: Id(5)] long LogStartOffset);
