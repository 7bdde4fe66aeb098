using Cloud.Gateway.Cluster;
using Cloud.Gateway.Dispatch;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>
/// DescribeCluster, versions 0 to 2. Differs from Kafka: authorised operations are not told, as there is no
/// authorisation yet, and there are no endpoints of controllers to be asked.
/// </summary>
internal sealed class DescribeClusterHandler(ClusterView cluster)
    : RequestHandler<DescribeClusterRequest, DescribeClusterResponse>(SupportedApis.DescribeCluster)
{
    private const sbyte Brokers = 1;
    private const sbyte Controllers = 2;

    protected override ValueTask<DescribeClusterResponse?> Handle(DescribeClusterRequest request, RequestScope scope) =>
        ValueTask.FromResult<DescribeClusterResponse?>(request.EndpointType switch
        {
            Brokers => Describe(request.IncludeFencedBrokers, scope.Connection.Listener),
            Controllers => new()
            {
                Error = KafkaError.MismatchedEndpointType,
                ErrorMessage = "This is an endpoint of a broker, not of a controller.",
            },
            _ => new()
            {
                Error = KafkaError.UnsupportedEndpointType,
                ErrorMessage = $"There is no endpoint type {request.EndpointType}.",
            },
        });

    private DescribeClusterResponse Describe(bool isWithFenced, string listener) => new()
    {
        EndpointType = Brokers,
        ClusterId = cluster.ClusterId,
        ControllerId = cluster.Controller,
        Brokers =
        [
            .. cluster.Brokers(listener, isWithFenced).Select(broker => new DescribeClusterResponse.Broker
            {
                BrokerId = broker.Id,
                Host = broker.Host,
                Port = broker.Port,
                Rack = broker.Rack,
                IsFenced = broker.IsFenced,
            }),
        ],
    };
}
