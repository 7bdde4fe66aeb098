using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using Cloud.Protocol.Errors;

namespace Cloud.Architecture.CallTypes;

/// <summary>Types of others that never change, and those that only wrap what is looked at instead.</summary>
internal static class KnownTypes
{
    private static readonly FrozenSet<Type> Immutable = FrozenSet.Create(
        typeof(void), typeof(string), typeof(decimal), typeof(Int128), typeof(UInt128), typeof(Guid), typeof(TimeSpan),
        typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(Uri), typeof(Version),
        typeof(CancellationToken), typeof(Task), typeof(ValueTask),
        typeof(GrainId), typeof(GrainType), typeof(IdSpan), typeof(SiloAddress), typeof(MembershipVersion),

        // Kafka's numbers, in the assembly that knows nothing of Orleans.
        typeof(KafkaError));

    private static readonly FrozenSet<Type> Wrappers = FrozenSet.Create(
        typeof(Task<>), typeof(ValueTask<>), typeof(IAsyncEnumerable<>), typeof(Nullable<>), typeof(ReadOnlyMemory<>),
        typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableHashSet<>), typeof(ImmutableSortedSet<>),
        typeof(ImmutableDictionary<,>), typeof(ImmutableSortedDictionary<,>), typeof(FrozenSet<>),
        typeof(FrozenDictionary<,>));

    public static bool IsImmutable(Type type) =>
        type.IsPrimitive || Immutable.Contains(type) || (type.IsInterface && type.IsAssignableTo(typeof(IAddressable)));

    public static bool IsWrapper(Type type) => type.IsGenericType && Wrappers.Contains(type.GetGenericTypeDefinition());

    /// <summary>A collection that is not one of the wrappers: somebody may hold it and change it.</summary>
    public static bool IsMutableCollection(Type type) =>
        type.IsArray || (!IsOurs(type) && type.IsAssignableTo(typeof(System.Collections.IEnumerable)));

    public static bool IsOurs(Type type) => IsOurs(type.Assembly);

    public static bool IsOurs(Assembly assembly) =>
        assembly.GetName().Name!.StartsWith("Cloud.", StringComparison.Ordinal)
        && assembly != typeof(IAddressable).Assembly;
}
