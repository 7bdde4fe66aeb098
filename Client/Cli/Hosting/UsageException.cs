namespace Cloud.Cli.Hosting;

/// <summary>What was typed cannot be; found out after the command line itself was read.</summary>
internal sealed class UsageException(string message) : Exception(message);
