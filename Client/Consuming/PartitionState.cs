using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>
/// One assigned partition: where it is read and what is known of it. Touched only inside of the gate of
/// <see cref="PartitionTable"/>.
/// </summary>
internal sealed class PartitionState(TopicPartition id)
{
    public TopicPartition Id => id;

    /// <summary>False for good once it was taken away.</summary>
    public bool IsAssigned { get; set; } = true;

    public bool IsPaused { get; set; }

    /// <summary>About to be taken away: nothing more is handed out.</summary>
    public bool IsRevoking { get; set; }

    /// <summary>Grows with each seek: what was fetched or looked up for an earlier one is void.</summary>
    public int Version { get; private set; }

    public PositionPhase Phase { get; private set; } = PositionPhase.Unknown;

    /// <summary>Where it begins while it is <see cref="PositionPhase.Resetting"/>.</summary>
    public AutoOffsetReset ResetTo { get; private set; }

    /// <summary>Next to be handed out.</summary>
    public FetchPosition Position { get; private set; } = new(Offset.None);

    /// <summary>Everything before was handed out, and returned from.</summary>
    public FetchPosition Processed { get; private set; } = new(Offset.None);

    /// <summary>What the group is known to have committed; null where that is nothing.</summary>
    public FetchPosition? Committed { get; set; }

    /// <summary>
    /// What was returned from when a commit of any kind was made last: automatic ones wait for more, so that they never
    /// go back behind one that the application has made.
    /// </summary>
    public FetchPosition? ProcessedAtCommit { get; set; }

    /// <summary>Next to be fetched: beyond the position by what is buffered.</summary>
    public FetchPosition FetchFrom { get; set; } = new(Offset.None);

    public bool IsFetching { get; set; }

    /// <summary>Fetched and not drained, in bytes of records.</summary>
    public long BufferedBytes { get; set; }

    /// <summary>What is buffered ends in what cannot be read: nothing is fetched after it.</summary>
    public bool HasFault { get; set; }

    /// <summary>Not asked for again before, after a failure.</summary>
    public TimeSpan NotBefore { get; private set; }

    /// <summary>Failures in a row.</summary>
    public int Failures { get; private set; }

    /// <summary>To be thrown to whoever consumes; then it is tried again.</summary>
    public ClientException? Failure { get; set; }

    /// <summary>A follower that the leader has named (KIP-392); none for the leader itself.</summary>
    public BrokerId PreferredReplica { get; set; } = BrokerId.None;

    public TimeSpan PreferredUntil { get; set; }

    public Offset HighWatermark { get; set; } = Offset.None;

    public Offset LastStableOffset { get; set; } = Offset.None;

    public bool IsReadable => IsAssigned && !IsPaused && !IsRevoking;

    public bool IsOf(int version) => IsAssigned && Version == version;

    /// <summary>Goes on there: by a seek, or because it was found.</summary>
    public void MoveTo(FetchPosition position)
    {
        Void();
        Phase = PositionPhase.Known;
        (Position, Processed, FetchFrom) = (position, position, position);
    }

    /// <summary>Goes on at what is to be looked up.</summary>
    public void Reset(AutoOffsetReset to)
    {
        Void();
        Phase = PositionPhase.Resetting;
        ResetTo = to;
    }

    /// <summary>Forgets what is buffered and fetches it again, for what comes next is not to be trusted.</summary>
    public void Refetch()
    {
        if (Phase is PositionPhase.Known)
        {
            var processed = Processed;
            MoveTo(Position);
            Processed = processed;
        }
    }

    /// <summary>
    /// Hands out what lies before that position; whatever was handed out earlier has been returned from.
    /// </summary>
    public void HandOut(FetchPosition next)
    {
        Processed = Position;
        Position = next;
    }

    /// <summary>Everything up to there is done with.</summary>
    public void Settle(FetchPosition position) => (Position, Processed) = (position, position);

    public void Settle() => Processed = Position;

    public void Failed(TimeSpan notBefore)
    {
        Failures++;
        NotBefore = notBefore;
    }

    public void Succeeded() => Failures = 0;

    private void Void()
    {
        Version++;
        HasFault = false;
        Failure = null;
        NotBefore = TimeSpan.Zero;
    }
}
