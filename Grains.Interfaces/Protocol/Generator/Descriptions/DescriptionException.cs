namespace Cloud.ProtocolGenerator.Descriptions;

/// <summary>A description breaks a rule: a build error at that line. Lines count from 0.</summary>
public sealed class DescriptionException(int line, string message) : Exception(message)
{
    public int Line { get; } = line;
}
