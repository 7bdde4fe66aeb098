namespace Cloud.Gateway;

/// <summary>A listener's address cannot be had: another process has it, or this machine has no such address.</summary>
public class ListenerException(string message, Exception innerException) : Exception(message, innerException);
