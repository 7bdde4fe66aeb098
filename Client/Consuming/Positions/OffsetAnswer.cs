namespace Cloud.Client;

/// <summary>What came of asking for the offset of one partition.</summary>
/// <param name="Found">Meant only where nothing failed.</param>
/// <param name="Failure">Why it was not found; null where it was.</param>
internal readonly record struct OffsetAnswer(FoundOffset Found, ClientException? Failure)
{
    public static OffsetAnswer Of(ClientException failure) => new(default, failure);
}
