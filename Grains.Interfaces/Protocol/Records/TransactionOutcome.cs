namespace Cloud.Protocol.Records;

/// <summary>How a transaction ended. The numbers are the types of Kafka's control records.</summary>
public enum TransactionOutcome : short
{
    Abort = 0,
    Commit = 1,
}
