namespace Cloud.Protocol.Wire;

/// <summary>A request of any API.</summary>
public interface IRequest : IProtocolMessage
{
    ApiDescription Api { get; }
}
