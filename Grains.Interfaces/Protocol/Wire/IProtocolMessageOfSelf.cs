namespace Cloud.Protocol.Wire;

/// <summary>A message whose type is known to whoever reads it.</summary>
public interface IProtocolMessage<TSelf> : IProtocolMessage
    where TSelf : IProtocolMessage<TSelf>
{
    static abstract TSelf Read(ref ProtocolReader reader);
}
