namespace Cloud.Protocol.Wire;

/// <summary>Reads a message in the version that the reader is in.</summary>
public delegate TMessage MessageReader<out TMessage>(ref ProtocolReader reader);
