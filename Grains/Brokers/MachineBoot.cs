namespace Cloud.Grains.Brokers;

/// <summary>Tells one run of the operating system from the next.</summary>
internal static class MachineBoot
{
    private const string LinuxPath = "/proc/sys/kernel/random/boot_id";

    /// <summary>Null where the system does not say: then every unclean end is taken for one of the machine.</summary>
    public static string? Id { get; } = Read();

    private static string? Read()
    {
        try
        {
            return File.Exists(LinuxPath) ? File.ReadAllText(LinuxPath).Trim() : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
