using Cloud.Gateway.Calls;
using Cloud.Gateway.Cluster;
using Cloud.Gateway.Configs;
using Cloud.Gateway.Connections;
using Cloud.Gateway.Dispatch;
using Cloud.Gateway.Groups;
using Cloud.Gateway.Handlers;
using Cloud.Grains.Interfaces.Gateway;
using Microsoft.Extensions.DependencyInjection;

namespace Cloud.Gateway;

/// <summary>Registers the gateway.</summary>
public static class GatewayExtensions
{
    /// <summary>Lets a silo that is a broker serve Kafka clients.</summary>
    public static ISiloBuilder AddKafkaGateway(this ISiloBuilder builder, GatewayOptions options)
    {
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton<GatewayLog>();
        services.AddSingleton<ClusterView>();
        services.AddSingleton<ClusterAdmin>();
        services.AddSingleton<TopicCreation>();
        services.AddSingleton<TopicArrival>();
        services.AddSingleton<ConfigAlteration>();
        services.AddSingleton<GroupDoor>();
        AddHandlers(services);
        services.AddSingleton<RequestDispatcher>();
        services.AddSingleton(new RequestMemory(options.RequestMemoryMax));
        services.AddSingleton<ConnectionServices>();
        services.AddSingleton<IKafkaRequests, KafkaRequests>();
        services.AddSingleton<KafkaGateway>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, GatewayLifecycle>();
        return builder;
    }

    // What is here is advertised, and nothing else is.
    private static void AddHandlers(IServiceCollection services)
    {
        services.AddSingleton<IRequestHandler, ProduceHandler>();
        services.AddSingleton<IRequestHandler, FetchHandler>();
        services.AddSingleton<IRequestHandler, ListOffsetsHandler>();
        services.AddSingleton<IRequestHandler, MetadataHandler>();
        services.AddSingleton<IRequestHandler, OffsetCommitHandler>();
        services.AddSingleton<IRequestHandler, OffsetFetchHandler>();
        services.AddSingleton<IRequestHandler, FindCoordinatorHandler>();
        services.AddSingleton<IRequestHandler, JoinGroupHandler>();
        services.AddSingleton<IRequestHandler, HeartbeatHandler>();
        services.AddSingleton<IRequestHandler, LeaveGroupHandler>();
        services.AddSingleton<IRequestHandler, SyncGroupHandler>();
        services.AddSingleton<IRequestHandler, DescribeGroupsHandler>();
        services.AddSingleton<IRequestHandler, ListGroupsHandler>();
        services.AddSingleton<IRequestHandler, ApiVersionsHandler>();
        services.AddSingleton<IRequestHandler, CreateTopicsHandler>();
        services.AddSingleton<IRequestHandler, DeleteTopicsHandler>();
        services.AddSingleton<IRequestHandler, DeleteRecordsHandler>();
        services.AddSingleton<IRequestHandler, InitProducerIdHandler>();
        services.AddSingleton<IRequestHandler, OffsetForLeaderEpochHandler>();
        services.AddSingleton<IRequestHandler, DescribeConfigsHandler>();
        services.AddSingleton<IRequestHandler, AlterConfigsHandler>();
        services.AddSingleton<IRequestHandler, DescribeLogDirsHandler>();
        services.AddSingleton<IRequestHandler, CreatePartitionsHandler>();
        services.AddSingleton<IRequestHandler, DeleteGroupsHandler>();
        services.AddSingleton<IRequestHandler, ElectLeadersHandler>();
        services.AddSingleton<IRequestHandler, IncrementalAlterConfigsHandler>();
        services.AddSingleton<IRequestHandler, AlterPartitionReassignmentsHandler>();
        services.AddSingleton<IRequestHandler, ListPartitionReassignmentsHandler>();
        services.AddSingleton<IRequestHandler, OffsetDeleteHandler>();
        services.AddSingleton<IRequestHandler, DescribeClusterHandler>();
        services.AddSingleton<IRequestHandler, DescribeProducersHandler>();
        services.AddSingleton<IRequestHandler, ConsumerGroupHeartbeatHandler>();
        services.AddSingleton<IRequestHandler, ConsumerGroupDescribeHandler>();
        services.AddSingleton<IRequestHandler, ListConfigResourcesHandler>();
        services.AddSingleton<IRequestHandler, DescribeTopicPartitionsHandler>();
    }
}
