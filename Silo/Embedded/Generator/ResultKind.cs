namespace Cloud.Generator;

/// <summary>What a grain method returns.</summary>
internal enum ResultKind
{
    Unsupported,
    Void,
    Task,
    TaskOfResult,
    ValueTask,
    ValueTaskOfResult,
    Enumerable,
}
