using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Integration.GatewayFaults;

/// <summary>Answers to a fetch that are larger than what a socket buffers.</summary>
internal static class LargeFetch
{
    public static FetchResponse Of(int byteCount) => Of(new MemoryRecords(new byte[byteCount]));

    public static FetchResponse Of(RecordsPart records) => new()
    {
        Responses = [new() { Topic = "large", Partitions = [new() { AbortedTransactions = [], Records = records }] }],
    };
}
