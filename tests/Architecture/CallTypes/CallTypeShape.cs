using System.Reflection;
using System.Runtime.CompilerServices;

namespace Cloud.Architecture.CallTypes;

/// <summary>The rules for one type of ours, apart from the types of its members.</summary>
internal static class CallTypeShape
{
    public static IEnumerable<CallTypeViolation> ViolationsOf(Type type, string name)
    {
        if (!type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
        {
            yield return new(name, "", CallTypeRule.Serializable);
        }

        if (type.IsEnum)
        {
            yield break;
        }

        if (!type.IsDefined(typeof(AliasAttribute), inherit: false))
        {
            yield return new(name, "", CallTypeRule.Aliased);
        }

        if (!IsClosed(type))
        {
            yield return new(name, "", CallTypeRule.Sealed);
        }

        foreach (var violation in MemberViolations(type, name))
        {
            yield return violation;
        }
    }

    /// <summary>The nested types that stand for an abstract one in messages.</summary>
    public static IEnumerable<Type> CasesOf(Type type) => type is { IsAbstract: true, IsInterface: false }
        ? type.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic).Where(nested => nested.BaseType == type)
        : [];

    /// <summary>The base type, if it is ours as well; it has members and numbers of its own.</summary>
    public static IEnumerable<Type> OwnBaseOf(Type type) =>
        type.BaseType is { } baseType && KnownTypes.IsOurs(baseType) ? [baseType] : [];

    private static bool IsClosed(Type type) => type.IsValueType
        ? type.IsDefined(typeof(IsReadOnlyAttribute), inherit: false)
        : type.IsSealed || CasesOf(type).Any();

    private static IEnumerable<CallTypeViolation> MemberViolations(Type type, string name)
    {
        var numbers = new HashSet<uint>();
        foreach (var member in CallTypeMember.Of(type))
        {
            if (member.Id is not { } id)
            {
                yield return new(name, member.Name, CallTypeRule.Numbered);
            }
            else if (!numbers.Add(id))
            {
                yield return new(name, member.Name, CallTypeRule.UniqueNumber);
            }

            if (!member.IsReadOnly)
            {
                yield return new(name, member.Name, CallTypeRule.ReadOnly);
            }
        }
    }
}
