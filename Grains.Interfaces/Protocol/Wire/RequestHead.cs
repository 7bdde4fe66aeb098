namespace Cloud.Protocol.Wire;

/// <summary>What stands before the body of a request. Key and version are the client's and may be unknown.</summary>
public readonly record struct RequestHead
{
    public required short ApiKey { get; init; }

    public required short ApiVersion { get; init; }

    public required int CorrelationId { get; init; }

    /// <summary>Null also where the API is not known: what follows the correlation id cannot be read then.</summary>
    public string? ClientId { get; init; }

    /// <summary>Null when the key is not known.</summary>
    public ApiDescription? Api { get; init; }

    internal long BodyPosition { get; init; }

    /// <summary>Whether the body can be read.</summary>
    public bool IsSupported => Api is not null && Api.Versions.Contains(ApiVersion);
}
