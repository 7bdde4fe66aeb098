using Cloud.Client;
using Cloud.Protocol;

namespace Cloud.Unit.Client;

/// <summary>The partition is the length of the value, possible or not.</summary>
internal sealed class LengthPartitioner : IPartitioner
{
    public int Partition(string topic, NullableBytes key, NullableBytes value, int partitionCount) => value.Span.Length;
}
