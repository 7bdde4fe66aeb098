using System.Reflection;

namespace Cloud.Embedded.Clusters;

/// <summary>Finds the assemblies of this process that can hold grains: those that refer to this one.</summary>
internal static class GrainAssemblies
{
    public static IReadOnlyCollection<Assembly> Load()
    {
        var own = typeof(GrainAssemblies).Assembly.GetName().Name!;
        var seen = new HashSet<string>();
        var found = new List<Assembly>();
        var toVisit = new Queue<Assembly>(AppDomain.CurrentDomain.GetAssemblies());
        while (toVisit.TryDequeue(out var assembly))
        {
            if (assembly.IsDynamic || !seen.Add(assembly.FullName!))
            {
                continue;
            }

            var references = assembly.GetReferencedAssemblies();
            if (references.Any(reference => reference.Name == own))
            {
                found.Add(assembly);
            }

            foreach (var reference in references.Where(IsOurs))
            {
                toVisit.Enqueue(Assembly.Load(reference));
            }
        }

        return found;
    }

    // The framework holds no grains and is large.
    private static bool IsOurs(AssemblyName name) =>
        !name.Name!.StartsWith("System", StringComparison.Ordinal)
        && !name.Name.StartsWith("Microsoft.", StringComparison.Ordinal)
        && name.Name is not ("netstandard" or "mscorlib");
}
