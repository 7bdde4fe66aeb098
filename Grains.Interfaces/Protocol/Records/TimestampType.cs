namespace Cloud.Protocol.Records;

/// <summary>Who set the timestamps of a batch.</summary>
public enum TimestampType : byte
{
    /// <summary>The producer: every record carries its own.</summary>
    CreateTime = 0,

    /// <summary>The broker: the batch's max timestamp holds for every record in it.</summary>
    LogAppendTime = 1,
}
