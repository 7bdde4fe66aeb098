namespace Cloud.Core.Storage.Configuration;

/// <summary>How a value is written, with the numbers that DescribeConfigs answers (KIP-569).</summary>
public enum ConfigType : byte
{
    Unknown = 0,
    Boolean = 1,
    String = 2,
    Int = 3,
    Short = 4,
    Long = 5,
    Double = 6,
    List = 7,
}
