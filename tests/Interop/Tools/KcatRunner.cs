namespace Cloud.Interop.Tools;

/// <summary>kcat against a cluster.</summary>
/// <param name="Brokers">Where to begin, as its option -b has it.</param>
internal sealed record KcatRunner(string Brokers)
{
    /// <summary>Produces its input, one record a line unless the options say otherwise.</summary>
    public Task Produce(string topic, ReadOnlyMemory<byte> input, params string[] options) =>
        Command.Run("kcat", input, ["-b", Brokers, "-P", "-t", topic, .. options]);

    /// <summary>Produces a file's lines.</summary>
    public Task ProduceLines(string topic, string file, params string[] options) =>
        Command.Run("kcat", ["-b", Brokers, "-P", "-t", topic, "-l", .. options, file]);

    /// <summary>Produces a file as one record.</summary>
    public Task ProduceWhole(string topic, string file, params string[] options) =>
        Command.Run("kcat", ["-b", Brokers, "-P", "-t", topic, .. options, file]);

    /// <summary>Reads to the end, from the beginning unless the options say otherwise.</summary>
    public Task<CommandResult> Consume(string topic, params string[] options) =>
        Command.Run("kcat", ["-b", Brokers, "-C", "-q", "-e", "-t", topic, "-o", "beginning", .. options]);

    public Task<CommandResult> List(params string[] options) =>
        Command.Run("kcat", ["-b", Brokers, "-L", .. options]);

    /// <summary>The offset of a time, or of -1 (end) or -2 (beginning).</summary>
    public async Task<long> OffsetOf(string topic, int partition, long timestamp)
    {
        var answer = await Command.Run("kcat", "-b", Brokers, "-Q", "-t", $"{topic}:{partition}:{timestamp}");
        return long.Parse(answer.Text.Trim().Split(' ')[^1], null);
    }
}
