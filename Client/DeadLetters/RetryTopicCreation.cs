namespace Cloud.Client;

/// <summary>How retry and dead-letter topics come to be.</summary>
public enum RetryTopicCreation
{
    /// <summary>They are there: a worker that misses one does not start, and names it.</summary>
    MustExist,

    /// <summary>
    /// A worker creates those that are missing, with as many partitions as their source and the cluster's defaults for
    /// all else. Their retention is the cluster's, too: dead letters are deleted when it is over.
    /// </summary>
    CreateMissing,
}
