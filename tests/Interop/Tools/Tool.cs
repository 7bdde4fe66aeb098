namespace Cloud.Interop.Tools;

/// <summary>Programs of others that a test runs, and whether they are here.</summary>
internal static class Tool
{
    private static readonly string[] Folders = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Where the scripts for kafkajs are, and kafkajs itself once it was installed there.</summary>
    public static string KafkaJsFolder { get; } = Path.Combine(FindRoot(), "tests", "Interop", "kafkajs");

    private static bool IsRequired => Environment.GetEnvironmentVariable("CLOUD_REQUIRE_TOOLS") == "1";

    /// <summary>Why a test that needs kcat is skipped; null when it is not, be it to fail.</summary>
    public static string? ReasonAgainstKcat => IsRequired || IsInstalled("kcat") ? null : "kcat is not installed.";

    /// <summary>The same for kafkajs.</summary>
    public static string? ReasonAgainstKafkaJs => ReasonAgainstKcat
        ?? (IsRequired || (IsInstalled("node") && Directory.Exists(Path.Combine(KafkaJsFolder, "node_modules")))
            ? null
            : "kafkajs is not installed: `npm ci` in tests/Interop/kafkajs does that.");

    private static bool IsInstalled(string name) => Folders.Any(folder => File.Exists(Path.Combine(folder, name)));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Cloud.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException(
                $"No folder above {AppContext.BaseDirectory} holds Cloud.sln.");
        }

        return folder.FullName;
    }
}
