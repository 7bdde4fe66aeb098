using System.Runtime.CompilerServices;
using Cloud.Protocol.Wire;

namespace Cloud.Gateway.Dispatch;

/// <summary>A handler that knows its types.</summary>
internal abstract class RequestHandler<TRequest, TResponse>(ApiDescription api) : IRequestHandler
    where TRequest : class, IRequest<TRequest, TResponse>
    where TResponse : class, IResponse<TResponse>
{
    public ApiDescription Api => api;

    public virtual bool MayOverlap => false;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    async ValueTask<IResponse?> IRequestHandler.Handle(IRequest request, RequestScope scope) =>
        await Handle((TRequest)request, scope);

    protected abstract ValueTask<TResponse?> Handle(TRequest request, RequestScope scope);
}
