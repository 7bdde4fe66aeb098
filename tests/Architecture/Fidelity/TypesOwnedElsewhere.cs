namespace Cloud.Architecture.Fidelity;

/// <summary>
/// Types that the embedded runtime copies from assemblies whose packages not every registry has, so that no test compares
/// them. A new one is added here after it was compared by hand with the assembly that it is listed under.
/// </summary>
internal static class TypesOwnedElsewhere
{
    public static IEnumerable<string> All => ByAssembly.Values.SelectMany(types => types);

    private static Dictionary<string, string[]> ByAssembly { get; } = new()
    {
        ["Orleans.Core"] =
        [
            "Microsoft.Extensions.Hosting.OrleansClientGenericHostExtensions",
            "Orleans.Configuration.ClientMessagingOptions",
            "Orleans.Configuration.ClusterMembershipOptions",
            "Orleans.Configuration.ClusterOptions",
            "Orleans.Configuration.CollectionAgeLimitAttribute",
            "Orleans.Configuration.MessagingOptions",
            "Orleans.GrainState`1",
            "Orleans.Hosting.ClientBuilderExtensions",
            "Orleans.Hosting.IClientBuilder",
            "Orleans.IClusterClient",
            "Orleans.IGrainState`1",
            "Orleans.KeepAliveAttribute",
            "Orleans.Runtime.ILocalSiloDetails",
            "Orleans.Runtime.Placement.IPlacementContext",
            "Orleans.Runtime.Placement.IPlacementDirector",
            "Orleans.Runtime.Placement.PlacementTarget",
            "Orleans.Runtime.SiloStatus",
            "Orleans.Runtime.SiloStatusExtensions",
            "Orleans.ServiceLifecycleStage",
            "Orleans.Storage.IGrainStorage",
            "Orleans.Storage.InconsistentStateException",
        ],
        ["Orleans.Persistence.Memory"] =
        [
            "Orleans.Hosting.MemoryGrainStorageSiloBuilderExtensions",
        ],
        ["Orleans.Runtime"] =
        [
            "Microsoft.Extensions.Hosting.OrleansSiloGenericHostExtensions",
            "Orleans.Configuration.EndpointOptions",
            "Orleans.Configuration.GrainCollectionOptions",
            "Orleans.Configuration.SiloMessagingOptions",
            "Orleans.Configuration.SiloOptions",
            "Orleans.Hosting.CoreHostingExtensions",
            "Orleans.Hosting.ISiloBuilder",
            "Orleans.Hosting.PlacementStrategyExtensions",
            "Orleans.Hosting.SiloBuilderExtensions",
            "Orleans.Hosting.SiloBuilderStartupExtensions",
            "Orleans.Runtime.ClusterMember",
            "Orleans.Runtime.ClusterMembershipSnapshot",
            "Orleans.Runtime.Hosting.StorageProviderExtensions",
            "Orleans.Runtime.IClusterMembershipService",
            "Orleans.Runtime.IPersistentState`1",
            "Orleans.Runtime.ISiloLifecycle",
            "Orleans.Runtime.ISiloStatusListener",
            "Orleans.Runtime.ISiloStatusOracle",
            "Orleans.Runtime.IStartupTask",
            "Orleans.Runtime.PersistentStateAttribute",
        ],
        ["Orleans.Serialization.Abstractions"] =
        [
            "Orleans.AliasAttribute",
            "Orleans.GenerateSerializerAttribute",
            "Orleans.IdAttribute",
            "Orleans.ImmutableAttribute",
            "Orleans.ResponseTimeoutAttribute",
        ],
    };
}
