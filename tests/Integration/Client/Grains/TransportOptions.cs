using Cloud.Client;

namespace Cloud.Integration.Client.Grains;

/// <summary>Of no client in particular.</summary>
internal sealed record TransportOptions : ClientOptions;
