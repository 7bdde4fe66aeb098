namespace Cloud.Protocol.Wire;

/// <summary>A response of any API.</summary>
public interface IResponse : IProtocolMessage
{
    ApiDescription Api { get; }
}
