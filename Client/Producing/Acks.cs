namespace Cloud.Client;

/// <summary>What a broker waits for before it says that a batch was written (<c>acks</c>).</summary>
public enum Acks : short
{
    /// <summary>-1: every in-sync replica has it. What was acknowledged survives the loss of its leader.</summary>
    All = -1,

    /// <summary>
    /// 0: nothing; the broker does not answer. Records may be lost unnoticed, and offsets are not known.
    /// </summary>
    None = 0,

    /// <summary>1: the leader has it. Lost with the leader, if no follower had it yet.</summary>
    Leader = 1,
}
