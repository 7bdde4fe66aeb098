using Cloud.Protocol.Wire;

namespace Cloud.Gateway.Dispatch;

/// <summary>Serves one API. Stateless, or thread-safe: all connections use the same one.</summary>
internal interface IRequestHandler
{
    ApiDescription Api { get; }

    /// <summary>
    /// Whether later requests of the connection may begin before this one is answered. Others wait, as all do in Kafka.
    /// </summary>
    bool MayOverlap => false;

    /// <summary>The answer, to be awaited once; null for none.</summary>
    ValueTask<IResponse?> Handle(IRequest request, RequestScope scope);
}
