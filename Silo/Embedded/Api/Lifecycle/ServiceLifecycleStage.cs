namespace Orleans;

/// <summary>The stages of a silo's start, in order.</summary>
public static class ServiceLifecycleStage
{
    public const int First = int.MinValue;
    public const int RuntimeInitialize = 2000;
    public const int RuntimeServices = 4000;
    public const int RuntimeStorageServices = 6000;
    public const int RuntimeGrainServices = 8000;
    public const int ApplicationServices = 10000;
    public const int BecomeActive = Active - 1;

    /// <summary>From here on the silo is a member that grains are placed on.</summary>
    public const int Active = 20000;
    public const int Last = int.MaxValue;
}
