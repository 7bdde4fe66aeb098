namespace Cloud.Client;

/// <summary>
/// Waits for as many batches as there were. Changed under the lock of <see cref="IncompleteBatches"/>.
/// </summary>
internal sealed class FlushWaiter() : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public int Missing { get; set; }
}
