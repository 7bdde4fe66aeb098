using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>Chooses the partition of records that name none. One is used by many threads at once.</summary>
public interface IPartitioner
{
    /// <param name="topic">Of the record.</param>
    /// <param name="key">As it was serialised; borrowed.</param>
    /// <param name="value">As it was serialised; borrowed.</param>
    /// <param name="partitionCount">How many partitions the topic has; 1 or more.</param>
    /// <returns>From 0 to below <paramref name="partitionCount"/>; anything else fails the record.</returns>
    int Partition(string topic, NullableBytes key, NullableBytes value, int partitionCount);
}
