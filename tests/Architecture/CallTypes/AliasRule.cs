using System.Reflection;

namespace Cloud.Architecture.CallTypes;

/// <summary>An alias names one type in messages.</summary>
internal static class AliasRule
{
    public static IEnumerable<CallTypeViolation> ViolationsOf(CallTypeWalk walk) =>
        from type in walk.Visited.Select(type => type.IsGenericType ? type.GetGenericTypeDefinition() : type).Distinct()
        let alias = type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias
        where alias is not null
        group type by alias into sameAlias
        where sameAlias.Count() > 1
        from type in sameAlias
        select new CallTypeViolation(type.FullName!, "", $"{CallTypeRule.UniqueAlias}: \"{sameAlias.Key}\"");
}
