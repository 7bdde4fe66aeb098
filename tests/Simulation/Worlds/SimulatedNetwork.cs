using Cloud.Core.Replication;

namespace Cloud.Simulation.Worlds;

/// <summary>
/// Carries calls between processes: each message takes its time, may be lost or come twice, and links may be cut in one
/// direction. Calls to a process that is gone fail. One thread.
/// </summary>
internal sealed class SimulatedNetwork(World world)
{
    private readonly HashSet<(string From, string To)> _cuts = [];
    private readonly Dictionary<(string From, string To), int> _delays = [];

    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(1);

    private const int StragglerMillisecondsMax = 950;

    public double LossProbability { get; set; }

    public double DuplicateProbability { get; set; }

    /// <summary>How many messages take much longer than others, up to the time-out of their call.</summary>
    public double StragglerProbability { get; set; }

    public int DelayMillisecondsMax { get; set; } = 5;

    public long MessageCount { get; private set; }

    public long LostCount { get; private set; }

    public long DuplicateCount { get; private set; }

    public void Cut(string from, string to) => _cuts.Add((from, to));

    public void Mend(string from, string to) => _cuts.Remove((from, to));

    /// <summary>Whatever is sent from now on is this much later; zero for no later than usual.</summary>
    public void Delay(string from, string to, int milliseconds) => _delays[(from, to)] = milliseconds;

    public void Heal()
    {
        _cuts.Clear();
        _delays.Clear();
    }

    /// <summary>
    /// Asks whoever is there when the message arrives; it runs there once for each copy that arrives. The first answer
    /// counts.
    /// </summary>
    /// <param name="mayRepeat">Whether the message may come twice, as on a connection that is made again.</param>
    /// <exception cref="TimeoutException">No answer came: whether it was done is unknown.</exception>
    /// <exception cref="ReplicaUnavailableException">Nobody is there.</exception>
    public async Task<TReply> Call<TTarget, TReply>(
        SimulatedProcess from, string to, Func<TTarget?> find, Func<TTarget, Task<TReply>> ask, bool mayRepeat = false)
        where TTarget : class, IEndpoint
    {
        // Who awaits goes on as a turn of its own process: the answer is set by the world, which is none.
        var answer = new TaskCompletionSource<TReply>();
        world.At(CallTimeout, () => Expire(answer, to));
        Send(from.Name, to, mayRepeat, () => Deliver(from.Name, to, find, ask, answer));
        return await answer.Task;
    }

    private void Deliver<TTarget, TReply>(
        string from,
        string to,
        Func<TTarget?> find,
        Func<TTarget, Task<TReply>> ask,
        TaskCompletionSource<TReply> answer)
        where TTarget : class, IEndpoint
    {
        if (find() is not { Process.IsDead: false } target)
        {
            Send(to, from, false, () => answer.TrySetException(new ReplicaUnavailableException($"{to} is down")));
            return;
        }

        target.Process.Run(() => ask(target)).ContinueWith(
            done => Send(to, from, false, () => Complete(done, answer)),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            target.Process);
    }

    private static void Expire<TReply>(TaskCompletionSource<TReply> answer, string to)
    {
        if (!answer.Task.IsCompleted)
        {
            answer.TrySetException(new TimeoutException($"no answer from {to}"));
        }
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

    private void Send(string from, string to, bool mayRepeat, Action deliver)
    {
        MessageCount++;
        var isLost = world.Chance(LossProbability);
        var isRepeated = world.Chance(DuplicateProbability) && mayRepeat;
        LostCount += isLost ? 1 : 0;
        DuplicateCount += isRepeated ? 1 : 0;
        var copies = isLost ? 0 : isRepeated ? 2 : 1;
        for (var copy = 0; copy < copies; copy++)
        {
            // A copy may come long after the answer to the first was heard.
            var delayMax = world.Chance(StragglerProbability) ? StragglerMillisecondsMax
                : copy == 0 ? DelayMillisecondsMax : 20 * DelayMillisecondsMax;
            var delay = world.Between(0, delayMax) + TimeSpan.FromMilliseconds(_delays.GetValueOrDefault((from, to)));
            world.At(delay, () =>
            {
                if (!_cuts.Contains((from, to)))
                {
                    deliver();
                }
            });
        }
    }
}
