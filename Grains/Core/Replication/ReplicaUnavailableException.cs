namespace Cloud.Core.Replication;

/// <summary>The other silo is gone or cannot be reached.</summary>
public class ReplicaUnavailableException(string message, Exception? innerException = null)
    : Exception(message, innerException);
