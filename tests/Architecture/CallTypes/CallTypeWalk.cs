using System.Reflection;

namespace Cloud.Architecture.CallTypes;

/// <summary>
/// Walks everything that crosses the calls of grain interfaces, and holds it against the rules: calls within a process pass
/// it by reference, and calls between processes by numbers and aliases that must outlive renaming.
/// </summary>
internal sealed class CallTypeWalk
{
    private readonly HashSet<Type> _visited = [];
    private readonly HashSet<CallTypeViolation> _violations = [];

    public IReadOnlyCollection<CallTypeViolation> Violations => _violations;

    /// <summary>Types of ours that were found to cross calls.</summary>
    public IReadOnlyCollection<Type> Visited => _visited;

    public static bool IsGrainInterface(Type type) =>
        type.IsInterface && KnownTypes.IsOurs(type) && type.IsAssignableTo(typeof(IAddressable));

    /// <summary>Walks the methods of a grain interface and of what it extends.</summary>
    public void WalkInterface(Type grainInterface)
    {
        foreach (var method in grainInterface.GetInterfaces().Where(KnownTypes.IsOurs).Prepend(grainInterface)
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public)))
        {
            var owner = NameOf(method.DeclaringType!);
            Walk(method.ReturnType, owner, $"{method.Name}()", isMarkedImmutable: false);
            foreach (var parameter in method.GetParameters())
            {
                var isMarked = parameter.IsDefined(typeof(ImmutableAttribute));
                Walk(parameter.ParameterType, owner, $"{method.Name}({parameter.Name})", isMarked);
            }
        }
    }

    /// <summary>Type and member say where the type is met.</summary>
    private void Walk(Type type, string owner, string member, bool isMarkedImmutable)
    {
        void Report(string rule) => _violations.Add(new(owner, member, $"{NameOf(type)} {rule}"));

        if (type.IsByRef || type.IsPointer)
        {
            Report(CallTypeRule.NoReference);
        }
        else if (type.IsGenericParameter)
        {
            Report(CallTypeRule.NoTypeParameter);
        }
        else if (KnownTypes.IsWrapper(type))
        {
            WalkElements(type, owner, member, isMarkedImmutable);
        }
        else if (KnownTypes.IsImmutable(type))
        {
            return;
        }
        else if (KnownTypes.IsMutableCollection(type))
        {
            if (!isMarkedImmutable)
            {
                Report(CallTypeRule.MarkedCollection);
            }

            WalkElements(type, owner, member, isMarkedImmutable);
        }
        else if (KnownTypes.IsOurs(type))
        {
            WalkOwn(type);
        }
        else if (!type.IsEnum)
        {
            Report(CallTypeRule.Known);
        }
    }

    private void WalkElements(Type type, string owner, string member, bool isMarkedImmutable)
    {
        foreach (var element in type.IsArray ? [type.GetElementType()!] : type.GetGenericArguments())
        {
            Walk(element, owner, member, isMarkedImmutable);
        }
    }

    private void WalkOwn(Type type)
    {
        if (!_visited.Add(type))
        {
            return;
        }

        _violations.UnionWith(CallTypeShape.ViolationsOf(type, NameOf(type)));
        if (type.IsEnum)
        {
            return;
        }

        foreach (var member in CallTypeMember.Of(type))
        {
            Walk(member.Type, NameOf(type), member.Name, member.IsMarkedImmutable);
        }

        foreach (var relative in CallTypeShape.CasesOf(type).Concat(CallTypeShape.OwnBaseOf(type)))
        {
            WalkOwn(relative);
        }
    }

    private static string NameOf(Type type)
    {
        var name = type.IsNested && !type.IsGenericParameter ? $"{type.DeclaringType!.Name}.{type.Name}" : type.Name;
        return type.IsGenericType
            ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
            : name;
    }
}
