using System.Reflection;
using System.Runtime.CompilerServices;

namespace Cloud.Architecture.CallTypes;

/// <summary>An instance field of a type that crosses calls, or the property that the compiler made it for.</summary>
internal sealed class CallTypeMember
{
    private readonly FieldInfo _field;
    private readonly PropertyInfo? _property;

    private CallTypeMember(FieldInfo field, PropertyInfo? property)
    {
        _field = field;
        _property = property;
    }

    public string Name => _property?.Name ?? _field.Name;

    public Type Type => _field.FieldType;

    public uint? Id => Attribute<IdAttribute>()?.Id;

    public bool IsMarkedImmutable => Attribute<ImmutableAttribute>() is not null;

    public bool IsReadOnly => _property is null
        ? _field.IsInitOnly
        : _property.SetMethod is not { } setter || IsInit(setter);

    /// <summary>What of a value is sent: its fields, but not those of its base type.</summary>
    public static IEnumerable<CallTypeMember> Of(Type type)
    {
        const BindingFlags Own =
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var properties = type.GetProperties(Own).ToDictionary(property => $"<{property.Name}>k__BackingField");
        return type.GetFields(Own)
            .Where(field => !field.IsDefined(typeof(NonSerializedAttribute)))
            .Select(field => new CallTypeMember(field, properties.GetValueOrDefault(field.Name)));
    }

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private TAttribute? Attribute<TAttribute>()
        where TAttribute : Attribute =>
        _field.GetCustomAttribute<TAttribute>() ?? _property?.GetCustomAttribute<TAttribute>();
}
