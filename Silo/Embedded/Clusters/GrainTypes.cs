using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using Cloud.Embedded.Calls;
using Orleans;
using Orleans.Runtime;

namespace Cloud.Embedded.Clusters;

/// <summary>
/// The grain classes and grain interfaces of this process. Read once, from the assemblies that use grains.
/// </summary>
internal sealed class GrainTypes
{
    private static readonly Lazy<GrainTypes> Loaded = new(() => new GrainTypes(GrainAssemblies.Load()));

    private readonly Dictionary<GrainType, GrainClass> _classes = [];
    private readonly Dictionary<Type, Type> _proxies = [];
    private readonly ConcurrentDictionary<Type, GrainType> _typesByInterface = new();
    private readonly ConcurrentDictionary<Type, Func<GrainProxyOrigin, object>> _proxyFactories = new();

    private GrainTypes(IEnumerable<Assembly> assemblies)
    {
        foreach (var assembly in assemblies)
        {
            foreach (var proxy in assembly.GetCustomAttributes<GrainProxyAttribute>())
            {
                _proxies[proxy.InterfaceType] = proxy.ProxyType;
            }

            foreach (var type in assembly.GetTypes())
            {
                if (type is { IsClass: true, IsAbstract: false } && typeof(IGrainBase).IsAssignableFrom(type))
                {
                    AddClass(type);
                }
            }
        }
    }

    public static GrainTypes Current => Loaded.Value;

    public GrainClass? FindClass(GrainType type) => _classes.GetValueOrDefault(type);

    /// <exception cref="ArgumentException">No grain class, or several, implement the interface.</exception>
    public GrainType TypeOf(Type interfaceType, string? classNamePrefix)
    {
        return classNamePrefix is null
            ? _typesByInterface.GetOrAdd(interfaceType, type => Find(type, null))
            : Find(interfaceType, classNamePrefix);
    }

    public object CreateProxy(Type interfaceType, EmbeddedNode home, GrainId grainId) =>
        _proxyFactories.GetOrAdd(interfaceType, CreateProxyFactory)(new GrainProxyOrigin(home, grainId));

    private void AddClass(Type type)
    {
        var grainClass = new GrainClass(type);
        if (!_classes.TryAdd(grainClass.GrainType, grainClass))
        {
            throw new OrleansConfigurationException(
                $"{type} and {_classes[grainClass.GrainType].Type} are both grain type {grainClass.GrainType}: "
                + "give one of them a [GrainType].");
        }
    }

    private GrainType Find(Type interfaceType, string? classNamePrefix)
    {
        var candidates = _classes.Values
            .Where(candidate => interfaceType.IsAssignableFrom(candidate.Type))
            .Where(candidate => classNamePrefix is null
                || candidate.Type.FullName!.StartsWith(classNamePrefix, StringComparison.Ordinal))
            .ToArray();
        return candidates switch
        {
            [var single] => single.GrainType,
            [] => throw new ArgumentException($"Could not find an implementation for interface {interfaceType}"),
            _ => throw new ArgumentException(
                $"Unable to identify a single implementation of {interfaceType}: "
                + string.Join(", ", candidates.Select(candidate => candidate.Type.FullName))),
        };
    }

    private Func<GrainProxyOrigin, object> CreateProxyFactory(Type interfaceType)
    {
        var proxyType = _proxies.GetValueOrDefault(interfaceType) ?? throw new ArgumentException(
            $"{interfaceType} has no generated proxy: its project must reference the grain code generator.");
        var origin = Expression.Parameter(typeof(GrainProxyOrigin));
        var constructor = proxyType.GetConstructor([typeof(GrainProxyOrigin)])!;
        return Expression.Lambda<Func<GrainProxyOrigin, object>>(Expression.New(constructor, origin), origin).Compile();
    }
}
