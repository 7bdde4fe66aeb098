namespace Cloud.Embedded.Calls;

/// <summary>Gives tasks without a result the shape of those with one. Used by generated code.</summary>
public static class CallResults
{
    public static ValueTask<Nothing> Of(Task task) => task.IsCompletedSuccessfully ? default : Await(task);

    public static ValueTask<Nothing> Of(ValueTask task)
    {
        if (task.IsCompletedSuccessfully)
        {
            task.GetAwaiter().GetResult();
            return default;
        }

        return Await(task.AsTask());
    }

    private static async ValueTask<Nothing> Await(Task task)
    {
        await task;
        return default;
    }
}
