namespace Cloud.Protocol.Wire;

/// <summary>A response whose type is known to whoever reads it.</summary>
public interface IResponse<TSelf> : IResponse, IProtocolMessage<TSelf>
    where TSelf : IResponse<TSelf>;
