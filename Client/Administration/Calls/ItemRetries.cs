namespace Cloud.Client;

/// <summary>
/// Asks for many items, and again for those that failed for what may go away, until all are settled or time is up.
/// </summary>
internal sealed class ItemRetries(ClusterClient cluster, AdminOptions options)
{
    /// <param name="what">For messages.</param>
    /// <param name="items">What is asked for; duplicates are asked for once.</param>
    /// <param name="isPatient">Whether a topic that is not known may be one that was just created.</param>
    /// <param name="attempt">Asks for some of them. What it throws concerns all of those.</param>
    /// <exception cref="ClientException">Not one item could be asked for.</exception>
    public async Task<AdminResults<TKey, TValue>> Run<TKey, TValue>(
        string what,
        IEnumerable<TKey> items,
        bool isPatient,
        ItemAttempt<TKey, TValue> attempt,
        CancellationToken cancellationToken)
        where TKey : notnull
    {
        var deadline = cluster.NewDeadline();
        var patience = new Deadline(
            isPatient ? options.UnknownTopicPatience : TimeSpan.Zero,
            nameof(options.UnknownTopicPatience),
            options.Clock);
        IReadOnlyList<TKey> pending = [.. items.Distinct()];
        var results = new OrderedDictionary<TKey, AdminResult<TValue>>();
        for (var failures = 1; pending.Count > 0; failures++)
        {
            var failure = await Try(what, pending, results, attempt, deadline, cancellationToken).ConfigureAwait(false);
            var unsettled = pending.Where(item => MayBeAskedAgain(results[item].Failure, patience)).ToArray();
            if (unsettled.Length > 0 && deadline.IsOver)
            {
                GiveUp(what, unsettled, results, deadline, failure);
                break;
            }

            pending = unsettled;
            if (pending.Count > 0)
            {
                await PauseAfter(failures, deadline, cancellationToken).ConfigureAwait(false);
            }
        }

        return new(results);
    }

    private static bool MayBeAskedAgain(ClientException? failure, Deadline patience) =>
        failure is not null
        && (RetriableAdminErrors.Contains(failure.Error)
            || (RetriableAdminErrors.IsUnknownTopic(failure.Error) && !patience.IsOver));

    // The reason of the attempt as a whole, where it had one.
    private async Task<ClientException?> Try<TKey, TValue>(
        string what,
        IReadOnlyList<TKey> pending,
        OrderedDictionary<TKey, AdminResult<TValue>> results,
        ItemAttempt<TKey, TValue> attempt,
        Deadline deadline,
        CancellationToken cancellationToken)
        where TKey : notnull
    {
        var asked = attempt(pending, cancellationToken);
        if (!await deadline.Reaches(asked, cancellationToken).ConfigureAwait(false))
        {
            return FailAll(pending.Where(item => !results.ContainsKey(item)), results, cluster.NoAnswer());
        }

        try
        {
            var answers = await asked.ConfigureAwait(false);
            foreach (var item in pending)
            {
                results[item] = answers.TryGetValue(item, out var answer)
                    ? answer
                    : AdminResult<TValue>.Failed(new MalformedResponseException($"No broker has answered for {item}."));
            }

            return null;
        }
        catch (ClientException failure) when (failure.IsRetriable)
        {
            cluster.Log.Retrying(what, failure.Message);
            return FailAll(pending, results, failure);
        }
    }

    private static ClientException FailAll<TKey, TValue>(
        IEnumerable<TKey> items, OrderedDictionary<TKey, AdminResult<TValue>> results, ClientException failure)
        where TKey : notnull
    {
        foreach (var item in items)
        {
            results[item] = AdminResult<TValue>.Failed(failure);
        }

        return failure;
    }

    private static void GiveUp<TKey, TValue>(
        string what,
        TKey[] unsettled,
        OrderedDictionary<TKey, AdminResult<TValue>> results,
        Deadline deadline,
        ClientException? failure)
        where TKey : notnull
    {
        if (failure is not null && unsettled.Length == results.Count)
        {
            throw deadline.TimedOut($"{what} failed.", results[unsettled[0]].Failure);
        }

        foreach (var item in unsettled)
        {
            results[item] = AdminResult<TValue>.Failed(
                deadline.TimedOut($"{what} failed.", results[item].Failure));
        }
    }

    private async Task PauseAfter(int failures, Deadline deadline, CancellationToken cancellationToken)
    {
        await deadline.Wait(cluster.RetryBackoff.Pause(failures), cancellationToken).ConfigureAwait(false);
        await cluster.TryRefresh(deadline, cancellationToken).ConfigureAwait(false);
    }
}
