namespace Cloud.Client;

/// <summary>What a <see cref="PartitionWork"/> does with records. Any thread.</summary>
internal interface IRecordProcessor
{
    /// <summary>Whether it takes several records at once.</summary>
    bool IsOfBatches { get; }

    /// <summary>How long a record has to wait before it may be processed; zero or less for not at all.</summary>
    TimeSpan WaitOf(in ConsumerRecord<byte[]?, byte[]?> record);

    /// <summary>Comes back when all of the records are done, one way or another.</summary>
    /// <exception cref="OperationCanceledException">It came to its end; they are not known to be done.</exception>
    Task Process(ConsumerRecord<byte[]?, byte[]?>[] records, WorkEnd end);
}
