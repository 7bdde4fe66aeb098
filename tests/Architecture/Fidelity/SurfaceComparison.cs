namespace Cloud.Architecture.Fidelity;

/// <summary>
/// Finds what code may do with a copied type and not with the genuine one: such code builds on the embedded runtime
/// and breaks on Microsoft Orleans. What the copy leaves out is not missed here, since code that needs it does not build.
/// </summary>
internal sealed class SurfaceComparison(Surface genuine)
{
    public IEnumerable<string> DeviationsOf(SurfaceType copy)
    {
        var original = genuine.Find(copy.FullName)
            ?? throw new ArgumentException($"{copy.FullName} is no genuine type.", nameof(copy));
        return original.IsVisible
            ? [.. TypeDeviations(copy, original), .. copy.Members.SelectMany(member => MemberDeviations(member, original))]
            : ["is not public in the genuine assembly"];
    }

    private static IEnumerable<string> Differences(SurfaceMember member, SurfaceMember original)
    {
        if (member.IsOverridable && !original.IsOverridable)
        {
            yield return $"{member.Text} can be overridden, the genuine one cannot";
        }

        if (original.IsAbstract && !member.IsAbstract)
        {
            yield return $"{member.Text} has a body, the genuine one is abstract";
        }

        foreach (var (own, genuine) in member.Parameters.Zip(original.Parameters))
        {
            if (own.Name != genuine.Name)
            {
                yield return $"{member.Text} names a parameter '{own.Name}', the genuine one '{genuine.Name}'";
            }

            if (own.IsOptional && !genuine.IsOptional)
            {
                yield return $"{member.Text} has '{own.Name}' optional, the genuine one has not";
            }
        }
    }

    private IEnumerable<string> TypeDeviations(SurfaceType copy, SurfaceType original)
    {
        if (copy.Shape != original.Shape)
        {
            yield return $"is a {copy.Shape}, the genuine one a {original.Shape}";
        }

        if (original.IsSealed && !copy.IsSealed)
        {
            yield return "can be inherited, the genuine one is sealed";
        }

        if (original.IsAbstract && !copy.IsAbstract)
        {
            yield return "can be created, the genuine one is abstract";
        }

        var parents = copy.BaseType is { } baseType ? copy.Interfaces.Prepend(baseType) : copy.Interfaces;
        foreach (var parent in parents.Except(genuine.AncestorNames(original)))
        {
            yield return $"is a {parent}, the genuine one is not";
        }
    }

    private IEnumerable<string> MemberDeviations(SurfaceMember member, SurfaceType original)
    {
        var owner = genuine.Ancestry(original)
            .SelectMany(type => type.Members)
            .FirstOrDefault(candidate => candidate.Text == member.Text);
        return owner is not null ? Differences(member, owner)
            : member.IsOverride && IsOfObject(member) ? []
            : [$"{member.Text} does not exist in the genuine type"];
    }

    private static bool IsOfObject(SurfaceMember member) => member.Text is "public System.String ToString()"
        or "public System.Int32 GetHashCode()" or "public System.Boolean Equals(System.Object)";
}
