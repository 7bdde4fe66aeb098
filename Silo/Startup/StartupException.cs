namespace Cloud.Silo.Startup;

/// <summary>The process cannot start as it is configured; the message says why to the person who started it.</summary>
internal sealed class StartupException(string message, Exception? innerException = null)
    : Exception(message, innerException);
