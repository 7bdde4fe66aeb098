namespace Cloud.Protocol.Records;

/// <summary>Who hands a batch to the log. The further it has come, the less is asked of it.</summary>
public enum RecordBatchOrigin : byte
{
    /// <summary>A producer outside: everything is checked.</summary>
    Client = 0,

    /// <summary>A group or transaction coordinator: as a client, and it may write control batches.</summary>
    Coordinator = 1,

    /// <summary>A leader's log or a file: offsets are assigned, compaction may have left holes.</summary>
    Log = 2,
}
