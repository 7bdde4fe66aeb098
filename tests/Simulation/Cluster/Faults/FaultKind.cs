namespace Cloud.Simulation.Cluster.Faults;

/// <summary>What is made to go wrong.</summary>
internal enum FaultKind
{
    Kill,
    PowerCut,
    PowerCutOfAll,
    Pause,
    CutOff,
    CutOneWay,
    CutPair,
    CutRing,
    LoseDisk,
    SlowDisk,
    CleanRestart,
    SecondController,
    StoreCutOff,
    ClockJump,
    Elect,
    Reassign,
    ChangeMinimum,
    Bounce,
    KillAfterJoin,
    HideJoin,
    KillAfterLeave,
    ElectionChain,
    KillOfAll,
    SlowFollower,
    DiskFull,
    DiskError,
    DeleteRecords,
    KillController,
}
