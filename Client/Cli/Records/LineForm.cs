using Cloud.Client;

namespace Cloud.Cli.Records;

/// <summary>How lines become records.</summary>
/// <param name="KeySeparator">What stands between key and value; null where lines are values only.</param>
/// <param name="NullValue">A value that stands for null.</param>
/// <param name="Headers">Of every record; null for none.</param>
/// <param name="Partition">Null leaves the choice to the producer.</param>
/// <param name="BytesMax">A longer line cannot be a record, and is not kept until its end comes.</param>
internal sealed record LineForm(
    byte[]? KeySeparator, byte[]? NullValue, Headers? Headers, int? Partition, int BytesMax)
{
    /// <summary>A line without the separator is a value without a key.</summary>
    public ProducerRecord<byte[]?, byte[]?> ToRecord(string topic, ReadOnlySpan<byte> line)
    {
        byte[]? key = null;
        var value = line;
        if (KeySeparator is not null && line.IndexOf(KeySeparator) is >= 0 and var at)
        {
            key = line[..at].ToArray();
            value = line[(at + KeySeparator.Length)..];
        }

        var isNull = NullValue is not null && value.SequenceEqual(NullValue);
        return new(topic, key, isNull ? null : value.ToArray()) { Partition = Partition, Headers = Headers };
    }
}
