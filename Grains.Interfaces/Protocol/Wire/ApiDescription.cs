using Cloud.Protocol.Messages;

namespace Cloud.Protocol.Wire;

/// <summary>What must be known of an API before its messages can be read; see <see cref="SupportedApis"/>.</summary>
public sealed class ApiDescription
{
    private const short FirstFlexibleRequestHeader = 2;
    private const short FirstFlexibleResponseHeader = 1;

    public required ApiKey Key { get; init; }

    public required string Name
    {
        get;
        init
        {
            field = value;
            RequestName = value + "Request";
            ResponseName = value + "Response";
        }
    }

    /// <summary>The versions that can be read and written.</summary>
    public required ApiVersionRange Versions { get; init; }

    /// <summary>The versions to name to clients: lower where old clients want to see it, or fewer.</summary>
    public required ApiVersionRange AdvertisedVersions { get; init; }

    /// <summary>The first flexible version; above all versions where none is.</summary>
    public required short FlexibleFrom { get; init; }

    /// <summary>Set where the version of the response's header does not follow from the flexible versions.</summary>
    public required short? FixedResponseHeader { get; init; }

    internal MessageReader<IRequest> ReadRequest { get; init; } = null!;

    internal MessageReader<IResponse> ReadResponse { get; init; } = null!;

    internal string RequestName { get; private init; } = "";

    internal string ResponseName { get; private init; } = "";

    public bool IsFlexible(short version) => version >= FlexibleFrom;

    public short RequestHeaderVersion(short version) =>
        IsFlexible(version) ? FirstFlexibleRequestHeader : (short)(FirstFlexibleRequestHeader - 1);

    public short ResponseHeaderVersion(short version) => FixedResponseHeader
        ?? (IsFlexible(version) ? FirstFlexibleResponseHeader : (short)(FirstFlexibleResponseHeader - 1));

    public override string ToString() => Name;
}
