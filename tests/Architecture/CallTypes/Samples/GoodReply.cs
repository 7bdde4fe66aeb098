namespace Cloud.Architecture.CallTypes.Samples;

/// <summary>A closed hierarchy: each level has numbers of its own.</summary>
[GenerateSerializer, Alias("Cloud.Samples.GoodReply")]
public abstract record GoodReply([property: Id(0)] long Version)
{
    [GenerateSerializer, Alias("Cloud.Samples.GoodReply.Done")]
    public sealed record Done(long Version, [property: Id(0)] GoodPoint At) : GoodReply(Version);

    [GenerateSerializer, Alias("Cloud.Samples.GoodReply.Refused")]
    public sealed record Refused(long Version, [property: Id(0)] string Reason) : GoodReply(Version);
}
