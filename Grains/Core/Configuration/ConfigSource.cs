namespace Cloud.Core.Configuration;

/// <summary>Where a value comes from, with the numbers that DescribeConfigs answers.</summary>
public enum ConfigSource : sbyte
{
    Unknown = 0,
    DynamicTopic = 1,
    DynamicBroker = 2,
    DynamicDefaultBroker = 3,
    StaticBroker = 4,
    Default = 5,
}
