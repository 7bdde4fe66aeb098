using System.Reflection;
using Cloud.Embedded.Activations;
using Cloud.Embedded.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Placement;
using Orleans.Runtime;

namespace Cloud.Embedded.Clusters;

/// <summary>What is the same for all activations of a grain class.</summary>
internal sealed class GrainClass
{
    private readonly PersistentStateParameter[] _states;
    private readonly ObjectFactory _create;

    public GrainClass(Type type)
    {
        Type = type;
        GrainType = GrainType.Create(NameOf(type));
        Placement = type.GetCustomAttribute<PlacementAttribute>(inherit: true)?.PlacementStrategy
            ?? new RandomPlacement();
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: true);
        AgeLimit = type.IsDefined(typeof(KeepAliveAttribute), inherit: true)
            ? Timeout.InfiniteTimeSpan
            : type.GetCustomAttribute<CollectionAgeLimitAttribute>(inherit: true)?.AgeLimit;
        _states = PersistentStateParameter.Of(type);
        _create = ActivatorUtilities.CreateFactory(type, [.. _states.Select(state => state.ParameterType)]);
    }

    public Type Type { get; }

    public GrainType GrainType { get; }

    public PlacementStrategy Placement { get; }

    public bool IsReentrant { get; }

    /// <summary>Null: as the silo is configured.</summary>
    public TimeSpan? AgeLimit { get; }

    /// <summary>Constructs the grain and reads its states.</summary>
    public async ValueTask<IGrainBase> Create(Activation activation, IServiceProvider services)
    {
        var states = new object[_states.Length];
        for (var index = 0; index < states.Length; index++)
        {
            states[index] = _states[index].Create(activation.GrainId, services);
        }

        var grain = (IGrainBase)_create(services, states);
        foreach (Orleans.Core.IStorage state in states)
        {
            await state.ReadStateAsync();
        }

        return grain;
    }

    /// <summary>Orleans' rule: the attribute, else the class name in lower case without a "grain" at its end.</summary>
    private static string NameOf(Type type)
    {
        if (type.GetCustomAttribute<GrainTypeAttribute>() is { } attribute)
        {
            return attribute.GrainType;
        }

        var name = type.Name.ToLowerInvariant();
        return name.EndsWith("grain", StringComparison.Ordinal) && name.Length > "grain".Length
            ? name[..^"grain".Length]
            : name;
    }
}
