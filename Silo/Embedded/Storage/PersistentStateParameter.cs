using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Providers;
using Orleans.Runtime;
using Orleans.Storage;

namespace Cloud.Embedded.Storage;

/// <summary>A constructor parameter of a grain that is a persistent state.</summary>
internal sealed class PersistentStateParameter(Type parameterType, PersistentStateAttribute attribute)
{
    private readonly Type _stateType =
        typeof(PersistentState<>).MakeGenericType(parameterType.GetGenericArguments()[0]);

    public Type ParameterType => parameterType;

    /// <summary>Those of the grain's constructor, in its order.</summary>
    public static PersistentStateParameter[] Of(Type grainType) =>
    [
        .. from constructor in grainType.GetConstructors()
           from parameter in constructor.GetParameters()
           let attribute = parameter.GetCustomAttribute<PersistentStateAttribute>()
           where attribute is not null
           select new PersistentStateParameter(parameter.ParameterType, attribute),
    ];

    public object Create(GrainId grainId, IServiceProvider services)
    {
        var name = attribute.StorageName ?? ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME;
        var storage = services.GetKeyedService<IGrainStorage>(name) ?? throw new OrleansConfigurationException(
            $"No storage provider is registered under the name {name}, which {grainId.Type} uses.");
        return Activator.CreateInstance(_stateType, attribute.StateName, grainId, storage)!;
    }
}
