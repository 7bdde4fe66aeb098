using Cloud.Client;

namespace Cloud.Integration.Client.Hosting;

internal sealed class OrderHandler(OrderLog log, OrderScope scope) : IRecordHandler<string?, string?>
{
    public Task HandleAsync(ConsumerRecord<string?, string?> record, CancellationToken cancellationToken)
    {
        log.Seen.Enqueue($"{record.Topic}:{record.Value}");
        Assert.Equal(1, ++scope.Uses);
        return log.Bad.ContainsKey(record.Value!)
            ? Task.FromException(new InvalidOperationException($"{record.Value} is bad"))
            : Task.CompletedTask;
    }
}
