namespace Cloud.Client;

/// <summary>A record that was read and is not known to be done.</summary>
/// <param name="Record">As it was read.</param>
/// <param name="Next">What may be committed when it and all before it are done.</param>
internal sealed record TrackedRecord(ConsumerRecord<byte[]?, byte[]?> Record, TopicPartitionOffset Next)
{
    /// <summary>Guarded by its <see cref="OffsetTracker"/>.</summary>
    public bool IsDone { get; set; }
}
