using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Records;
using Cloud.Protocol.Wire;

namespace Cloud.Unit.Client;

/// <summary>A produce that has arrived and waits for what the test answers.</summary>
internal sealed class ScriptedProduce(ProduceRequest request, short version, ScriptedConnection connection)
{
    private readonly TaskCompletionSource<IResponse> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<IResponse> Answer => _answer.Task;

    public ProduceRequest Request => request;

    public short Version => version;

    public int Broker => connection.Broker.Id.Value;

    /// <summary>Of the first partition, or the one that is named.</summary>
    public RecordBatchHeader Header => HeaderOf(Partitions.Single());

    public IEnumerable<int> Partitions =>
        request.TopicData.SelectMany(topic => topic.PartitionData).Select(part => part.Index);

    public RecordBatchHeader HeaderOf(int partition)
    {
        var part = request.TopicData.SelectMany(topic => topic.PartitionData).Single(each => each.Index == partition);
        Assert.True(part.Records!.TryGetMemory(out var bytes));
        Assert.Equal(ReadStatus.Done, RecordBatchHeader.TryRead(bytes.FirstSpan, out var header));
        return header;
    }

    /// <summary>The records' values as texts.</summary>
    public List<string> Values(int partition = 0)
    {
        var part = request.TopicData.SelectMany(topic => topic.PartitionData).Single(each => each.Index == partition);
        Assert.True(part.Records!.TryGetMemory(out var bytes));
        var records = new RecordEnumerator(bytes.FirstSpan[RecordBatchLayout.Records..], HeaderOf(partition));
        var values = new List<string>();
        while (records.MoveNext())
        {
            values.Add(System.Text.Encoding.UTF8.GetString(records.Current.Value.Span));
        }

        return values;
    }

    public void Succeed(long baseOffset = 0, TimeSpan throttle = default) =>
        Reply(index => new() { Index = index, BaseOffset = new(baseOffset) }, throttle);

    public void Fail(KafkaError error, string? message = null, int leader = -1, int leaderEpoch = -1) =>
        Reply(index => new()
        {
            Index = index,
            Error = error,
            ErrorMessage = message,
            BaseOffset = Offset.None,
            CurrentLeader = leader < 0 ? null : new() { LeaderId = new(leader), LeaderEpoch = new(leaderEpoch) },
        });

    /// <summary>For each partition what the function says.</summary>
    public void Reply(Func<int, ProduceResponse.PartitionProduceResponse> answer, TimeSpan throttle = default) =>
        _answer.TrySetResult(new ProduceResponse
        {
            ThrottleTime = throttle,
            Responses =
            [
                .. request.TopicData.Select(topic => new ProduceResponse.TopicProduceResponse
                {
                    Name = topic.Name,
                    TopicId = topic.TopicId,
                    PartitionResponses = [.. topic.PartitionData.Select(part => answer(part.Index))],
                }),
            ],
        });

    /// <summary>The connection ends, with all that is under way on it.</summary>
    public void Break() => connection.Break();
}
