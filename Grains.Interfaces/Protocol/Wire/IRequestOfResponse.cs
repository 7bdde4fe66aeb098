namespace Cloud.Protocol.Wire;

/// <summary>A request that knows the type of its answer.</summary>
public interface IRequest<TSelf, TResponse> : IRequest, IProtocolMessage<TSelf>
    where TSelf : IRequest<TSelf, TResponse>
    where TResponse : IResponse<TResponse>;
