namespace Cloud.Client;

/// <summary>
/// Hands records out to the one who consumes, who alone uses it: first what needs attention is dealt with, then what
/// was fetched is made into records, and only if there is nothing it waits.
/// </summary>
internal sealed class RecordSource<TKey, TValue>(ConsumerCore core, RecordReader<TKey, TValue> reader)
{
    private readonly RecordChunk<TKey, TValue> _chunk = new();
    private readonly PollWatch _polls = core.Parts.Polls;

    /// <summary>Whether something else is to be seen to before the next record.</summary>
    public bool IsInterrupted => core.NeedsAttention;

    private FetchBuffer Buffer => core.Parts.Buffer;

    private PartitionTable Table => core.Table;

    /// <summary>Comes back when there is a record to hand out.</summary>
    public async ValueTask Fill(CancellationToken cancellationToken)
    {
        _polls.BeginWaiting();
        try
        {
            while (true)
            {
                await core.Attend(cancellationToken).ConfigureAwait(false);
                if (TryFill())
                {
                    return;
                }

                await core.Wait(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _polls.EndWaiting();
        }
    }

    /// <summary>
    /// The next record of the chunk; the one before is returned from. False when there is none, or none any more.
    /// </summary>
    public bool TryHandOut(out ConsumerRecord<TKey, TValue> record)
    {
        if (!_chunk.HasRest)
        {
            record = default;
            return false;
        }

        record = _chunk.Current;
        var source = _chunk.Source!;
        if (!Table.TryHandOut(source.State, source.Version, new(record.Offset.Plus(1), record.LeaderEpoch)))
        {
            record = default;
            return false;
        }

        _chunk.MoveOn();
        _polls.Asked();
        return true;
    }

    /// <summary>All of the chunk's rest; null when it cannot be handed out any more.</summary>
    public ConsumerBatch<TKey, TValue>? TryHandOutAll()
    {
        var source = _chunk.Source!;
        var records = _chunk.Rest.ToArray();
        if (!Table.TryHandOut(source.State, source.Version, _chunk.End))
        {
            return null;
        }

        _chunk.MoveToEnd();
        return new(source.State.Id, records, _chunk.End.Of(source.State.Id));
    }

    /// <summary>What was handed out last is returned from.</summary>
    public void Settle()
    {
        if (_chunk.Source is not { } source)
        {
            return;
        }

        if (_chunk.HasRest)
        {
            Table.Settle(source.State, source.Version);
            return;
        }

        Table.SettleAt(source.State, source.Version, _chunk.End);
        _chunk.Clear();
    }

    private bool TryFill()
    {
        if (_chunk.HasRest && IsReadable(_chunk.Source!))
        {
            return true;
        }

        DropChunk();
        while (Buffer.Next() is { } source)
        {
            Read(source);
            if (_chunk.HasRest)
            {
                return true;
            }

            Table.SettleAt(source.State, source.Version, _chunk.End);
            _chunk.Clear();
            Buffer.Remove(source);
        }

        return false;
    }

    private void Read(FetchedRecords source)
    {
        FetchPosition position;
        lock (Table.Gate)
        {
            position = source.State.Position;
        }

        try
        {
            reader.Read(source, position, _chunk);
        }
        catch (MalformedResponseException)
        {
            // Perhaps it was only damaged on its way.
            Table.Refetch(source.State, source.Version);
            throw;
        }
    }

    // What is left comes again when its partition is read on: the bytes are still there.
    private void DropChunk()
    {
        if (_chunk.HasRest && _chunk.Source is { } source)
        {
            source.Rewind();
        }

        _chunk.Clear();
    }

    private bool IsReadable(FetchedRecords source)
    {
        lock (Table.Gate)
        {
            return source.IsCurrent && source.State.IsReadable;
        }
    }
}
