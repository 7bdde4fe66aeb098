using Cloud.Gateway.Dispatch;
using Cloud.Gateway.Groups;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>
/// ConsumerGroupDescribe, versions 0 and 1 (KIP-848). Differs from Kafka: authorised operations are never told.
/// </summary>
internal sealed class ConsumerGroupDescribeHandler(GroupDoor groups)
    : RequestHandler<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse>(SupportedApis.ConsumerGroupDescribe)
{
    protected override ValueTask<ConsumerGroupDescribeResponse?> Handle(
        ConsumerGroupDescribeRequest request, RequestScope scope) =>
        groups.Ask<ConsumerGroupDescribeResponse>(request, scope);
}
