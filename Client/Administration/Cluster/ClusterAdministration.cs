using System.Collections.Immutable;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>What the cluster and its brokers say of themselves.</summary>
internal sealed class ClusterAdministration(BrokerCalls brokers, ItemRetries retries)
{
    public async Task<ClusterDescription> Describe(bool includeFenced, CancellationToken cancellationToken)
    {
        var request = new DescribeClusterRequest { IncludeFencedBrokers = includeFenced };
        var response = await brokers.AskAny(request, cancellationToken).ConfigureAwait(false);
        if (response.Error is not KafkaError.None)
        {
            throw AdminFailure.Of(response.Error, "Describing the cluster", response.ErrorMessage);
        }

        return new(
            response.ClusterId,
            response.ControllerId,
            [
                .. response.Brokers.OrderBy(broker => broker.BrokerId).Select(broker => new BrokerDescription(
                    broker.BrokerId, broker.Host, broker.Port, broker.Rack, broker.IsFenced)),
            ]);
    }

    public Task<AdminResults<BrokerId, IReadOnlyList<LogDirDescription>>> DescribeLogDirs(
        IEnumerable<BrokerId> ids, CancellationToken cancellationToken) =>
        retries.Run<BrokerId, IReadOnlyList<LogDirDescription>>(
            "Describing data folders",
            ids,
            isPatient: false,
            async (pending, cancelled) =>
                await BrokerCalls.ForEachBroker<BrokerId, IReadOnlyList<LogDirDescription>>(
                    pending.GroupBy(broker => broker),
                    async (broker, _) =>
                    {
                        var request = new DescribeLogDirsRequest { Topics = null };
                        var response = await brokers.Ask(broker, request, cancelled).ConfigureAwait(false);
                        return [KeyValuePair.Create(broker, Read(broker, response))];
                    }).ConfigureAwait(false),
            cancellationToken);

    public async Task<FeatureDescription> DescribeFeatures(CancellationToken cancellationToken)
    {
        var response = await brokers.AskAny(NewInquiry(), cancellationToken).ConfigureAwait(false);
        Check(response);
        return new(
            response.FinalizedFeatures.DistinctBy(feature => feature.Name).ToDictionary(
                feature => feature.Name, feature => new FeatureRange(feature.MinVersionLevel, feature.MaxVersionLevel)),
            response.FinalizedFeaturesEpoch < 0 ? null : response.FinalizedFeaturesEpoch,
            response.SupportedFeatures.DistinctBy(feature => feature.Name).ToDictionary(
                feature => feature.Name, feature => new FeatureRange(feature.MinVersion, feature.MaxVersion)));
    }

    public Task<AdminResults<BrokerId, IReadOnlyList<ServedApi>>> DescribeApis(
        IEnumerable<BrokerId> ids, CancellationToken cancellationToken) =>
        retries.Run<BrokerId, IReadOnlyList<ServedApi>>(
            "Asking for versions",
            ids,
            isPatient: false,
            async (pending, cancelled) => await BrokerCalls.ForEachBroker<BrokerId, IReadOnlyList<ServedApi>>(
                pending.GroupBy(broker => broker),
                async (broker, _) =>
                {
                    var response = await brokers.Ask(broker, NewInquiry(), cancelled).ConfigureAwait(false);
                    Check(response);
                    return [KeyValuePair.Create(broker, AdminResult<IReadOnlyList<ServedApi>>.Ok(Read(response)))];
                }).ConfigureAwait(false),
            cancellationToken);

    private static ApiVersionsRequest NewInquiry() => new()
    {
        ClientSoftwareName = BrokerConnection.SoftwareName,
        ClientSoftwareVersion = BrokerConnection.SoftwareVersion,
    };

    private static void Check(ApiVersionsResponse response)
    {
        if (response.Error is not KafkaError.None)
        {
            throw AdminFailure.Of(response.Error, "Asking for versions");
        }
    }

    private static AdminResult<IReadOnlyList<LogDirDescription>> Read(
        BrokerId broker, DescribeLogDirsResponse response) =>
        AdminFailure.Result<IReadOnlyList<LogDirDescription>>(
            response.Error, null, $"Data folders of broker {broker}", () => [.. response.Results.Select(Read)]);

    private static LogDirDescription Read(DescribeLogDirsResponse.Result folder) => new(
        folder.LogDir,
        folder.Error is KafkaError.None ? null : AdminFailure.Of(folder.Error, folder.LogDir),
        folder.TotalBytes,
        folder.UsableBytes,
        [
            .. from topic in folder.Topics
               from partition in topic.Partitions
               select new ReplicaLogDescription(
                   new TopicPartition(topic.Name, partition.PartitionIndex),
                   partition.PartitionSize,
                   partition.OffsetLag,
                   partition.IsFutureKey),
        ]);

    private static ImmutableArray<ServedApi> Read(ApiVersionsResponse response) =>
    [
        .. response.ApiKeys.OrderBy(api => api.ApiKey)
            .Select(api => new ServedApi(
                api.ApiKey, Enum.GetName((ApiKey)api.ApiKey), api.MinVersion, api.MaxVersion)),
    ];
}
