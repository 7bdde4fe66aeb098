namespace Cloud.Unit.Storage.Producers;

/// <summary>Tests that run while no other of this project does.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
