namespace Cloud.Grains;

/// <summary>Which failures of a grain call leave open whether it was done.</summary>
internal static class Unanswered
{
    public static bool Is(Exception error) =>
        error is OrleansException or TimeoutException or OperationCanceledException or ObjectDisposedException;
}
