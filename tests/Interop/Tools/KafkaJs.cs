namespace Cloud.Interop.Tools;

/// <summary>The scripts in the folder kafkajs, each run to its end.</summary>
internal static class KafkaJs
{
    /// <param name="brokers">The first argument of each script; the others follow.</param>
    public static Task<CommandResult> Run(string script, string brokers, params string[] arguments) =>
        Command.Run("node", [Path.Combine(Tool.KafkaJsFolder, script), brokers, .. arguments]);
}
