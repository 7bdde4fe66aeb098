namespace Cloud.Protocol.Wire;

/// <summary>A message that was made from a description.</summary>
public interface IProtocolMessage
{
    void Write(ref ProtocolWriter writer);
}
