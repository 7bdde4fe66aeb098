using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Unit.Protocol.Messages;

/// <summary>Which versions are spoken and named: clients switch features off when a minimum is raised.</summary>
public sealed class SupportedApisTests
{
    // What librdkafka 2.0.2 looks for, to the version.
    [Theory]
    [InlineData(ApiKey.Produce, 0)]
    [InlineData(ApiKey.Produce, 3)]
    [InlineData(ApiKey.Produce, 7)]
    [InlineData(ApiKey.Fetch, 4)]
    [InlineData(ApiKey.Fetch, 10)]
    [InlineData(ApiKey.ListOffsets, 1)]
    [InlineData(ApiKey.Metadata, 0)]
    [InlineData(ApiKey.OffsetCommit, 2)]
    [InlineData(ApiKey.OffsetFetch, 1)]
    [InlineData(ApiKey.FindCoordinator, 0)]
    [InlineData(ApiKey.JoinGroup, 0)]
    [InlineData(ApiKey.SyncGroup, 0)]
    [InlineData(ApiKey.Heartbeat, 0)]
    [InlineData(ApiKey.LeaveGroup, 0)]
    [InlineData(ApiKey.InitProducerId, 0)]
    [InlineData(ApiKey.SaslHandshake, 0)]
    [InlineData(ApiKey.SaslHandshake, 1)]
    [InlineData(ApiKey.AddPartitionsToTxn, 0)]
    [InlineData(ApiKey.AddOffsetsToTxn, 0)]
    [InlineData(ApiKey.EndTxn, 0)]
    [InlineData(ApiKey.EndTxn, 1)]
    [InlineData(ApiKey.CreatePartitions, 0)]
    [InlineData(ApiKey.DescribeConfigs, 1)]
    [InlineData(ApiKey.OffsetForLeaderEpoch, 2)]
    [InlineData(ApiKey.ConsumerGroupHeartbeat, 1)]
    public void Version_that_librdkafka_looks_for_is_advertised(ApiKey key, short version) =>
        Assert.True(SupportedApis.Find((short)key)!.AdvertisedVersions.Contains(version));

    [Fact]
    public void Produce_is_advertised_lower_than_it_is_read()
    {
        Assert.Equal(new ApiVersionRange(0, 13), SupportedApis.Produce.AdvertisedVersions);
        Assert.False(SupportedApis.Produce.Versions.Contains(2));
    }

    [Fact]
    public void Forms_for_brokers_are_read_but_not_advertised()
    {
        Assert.Equal(new ApiVersionRange(0, 3), SupportedApis.AddPartitionsToTxn.AdvertisedVersions);
        Assert.True(SupportedApis.AddPartitionsToTxn.Versions.Contains(5));
    }

    [Fact]
    public void Keys_are_those_of_the_descriptions_each_once()
    {
        var keys = SupportedApis.All.Select(api => api.Key).ToList();

        Assert.Equal(Enum.GetValues<ApiKey>().Order(), keys);
        Assert.All(keys, key => Assert.Equal(key, SupportedApis.Find((short)key)!.Key));
        Assert.Null(SupportedApis.Find(5));
    }

    [Theory]
    [InlineData("Fetch", 11, 1, 0)]
    [InlineData("Fetch", 12, 2, 1)]
    [InlineData("ApiVersions", 2, 1, 0)]
    [InlineData("ApiVersions", 3, 2, 0)]
    [InlineData("SaslHandshake", 1, 1, 0)]
    [InlineData("DescribeCluster", 0, 2, 1)]
    public void Headers_follow_the_flexible_versions_but_for_api_versions(
        string name, short version, short request, short response)
    {
        var api = SupportedApis.All.Single(api => api.Name == name);

        Assert.Equal(request, api.RequestHeaderVersion(version));
        Assert.Equal(response, api.ResponseHeaderVersion(version));
    }

    [Theory]
    [InlineData(0, 5, 5)]
    [InlineData(11, 20, 13)]
    [InlineData(14, 20, null)]
    [InlineData(0, 2, null)]
    public void Highest_version_in_common_is_within_both_ranges(short first, short last, int? highest) =>
        Assert.Equal(highest, SupportedApis.Produce.Versions.HighestInCommon(new(first, last)));
}
