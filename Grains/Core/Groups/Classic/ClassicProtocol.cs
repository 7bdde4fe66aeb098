namespace Cloud.Core.Groups.Classic;

/// <summary>An assignor that a member knows, with what it tells the leader should that assignor be chosen.</summary>
public sealed record ClassicProtocol(string Name, byte[] Metadata);
