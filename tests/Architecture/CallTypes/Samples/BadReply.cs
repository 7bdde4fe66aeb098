namespace Cloud.Architecture.CallTypes.Samples;

/// <summary>A closed hierarchy with a case that breaks a rule.</summary>
[GenerateSerializer, Alias("Cloud.Samples.BadReply")]
public abstract record BadReply
{
    [GenerateSerializer]
    public sealed record Unnamed : BadReply;
}
