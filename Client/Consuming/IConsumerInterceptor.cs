namespace Cloud.Client;

/// <summary>
/// Sees records before the application does, and offsets when they were committed (KIP-42). What it throws is logged
/// and
/// harms nothing. Called in the order of the list that the consumer was given.
/// </summary>
public interface IConsumerInterceptor<TKey, TValue>
{
    /// <summary>Gives the record, or another in its place; place and offset stay what they are.</summary>
    ConsumerRecord<TKey, TValue> OnConsume(ConsumerRecord<TKey, TValue> record) => record;

    /// <summary>These were committed, by whichever way.</summary>
    void OnCommit(IReadOnlyCollection<TopicPartitionOffset> offsets)
    {
    }
}
