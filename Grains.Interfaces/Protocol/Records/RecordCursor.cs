namespace Cloud.Protocol.Records;

/// <summary>
/// Where a walk over the records of a batch stands. Outlives the enumerator, which as a ref struct cannot wait.
/// </summary>
public readonly record struct RecordCursor
{
    internal RecordCursor(int position, int read, int previousDelta) =>
        (Position, Read, PreviousDelta) = (position, read, previousDelta);

    /// <summary>Before the first record. Not the default value.</summary>
    public static RecordCursor Start { get; } = new(position: 0, read: 0, previousDelta: -1);

    internal int Position { get; }

    internal int Read { get; }

    internal int PreviousDelta { get; }
}
