namespace Cloud.Simulation.Worlds;

/// <summary>
/// Carries calls between processes: each message takes its time, may be lost or come twice, and links may be cut in one
/// direction. Calls to a process that is gone fail. One thread.
/// </summary>
internal sealed class SimulatedNetwork(World world)
{
    private readonly HashSet<(string From, string To)> _cuts = [];

    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);

    public double LossProbability { get; set; }

    public double DuplicateProbability { get; set; }

    public int DelayMillisecondsMax { get; set; } = 10;

    public long MessageCount { get; private set; }

    public void Cut(string from, string to) => _cuts.Add((from, to));

    public void Heal() => _cuts.Clear();

    /// <summary>
    /// Asks the process of that name; the handler runs there, once for each copy that arrives. The first answer counts.
    /// </summary>
    /// <exception cref="TimeoutException">No answer came: whether the handler ran is unknown.</exception>
    public async Task<TReply> Call<TReply>(
        SimulatedProcess from, Func<SimulatedProcess?> findTarget, string to, Func<Task<TReply>> handler, TimeProvider clock)
    {
        var answer = new TaskCompletionSource<TReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        Send(from.Name, to, () => Deliver(from.Name, to, findTarget, handler, answer));
        return await answer.Task.WaitAsync(CallTimeout, clock);
    }

    private void Deliver<TReply>(
        string from,
        string to,
        Func<SimulatedProcess?> findTarget,
        Func<Task<TReply>> handler,
        TaskCompletionSource<TReply> answer)
    {
        if (findTarget() is not { IsDead: false } target)
        {
            return;
        }

        var running = target.Run(handler);
        running.ContinueWith(
            done => Send(to, from, () => Complete(done, answer)),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            target);
    }

    private static void Complete<TReply>(Task<TReply> done, TaskCompletionSource<TReply> answer)
    {
        if (done.IsCompletedSuccessfully)
        {
            answer.TrySetResult(done.Result);
        }
        else
        {
            answer.TrySetException(done.Exception?.InnerException ?? new OperationCanceledException());
        }
    }

    private void Send(string from, string to, Action deliver)
    {
        MessageCount++;
        var copies = world.Chance(LossProbability) ? 0 : world.Chance(DuplicateProbability) ? 2 : 1;
        for (var copy = 0; copy < copies; copy++)
        {
            world.At(world.Between(0, DelayMillisecondsMax), () =>
            {
                if (!_cuts.Contains((from, to)))
                {
                    deliver();
                }
            });
        }
    }
}
