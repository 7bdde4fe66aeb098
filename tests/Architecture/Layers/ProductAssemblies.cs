using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Cloud.Architecture.Repository;

namespace Cloud.Architecture.Layers;

/// <summary>The compiled projects that lie beside this test, as metadata.</summary>
internal static class ProductAssemblies
{
    public static IEnumerable<ProjectFile> Built => SourceTree.Projects.Where(project => File.Exists(PathOf(project)));

    public static IReadOnlyList<string> ReferencesOf(ProjectFile project) => Read(
        project,
        reader => reader.AssemblyReferences
            .Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name)));

    /// <summary>Namespaces of the attributes that are put anywhere in the assembly.</summary>
    public static IReadOnlyList<string> AttributeNamespacesOf(ProjectFile project) => Read(
        project, reader => reader.CustomAttributes.Select(handle => NamespaceOf(reader, reader.GetCustomAttribute(handle))));

    public static string PathOf(ProjectFile project) =>
        Path.Combine(AppContext.BaseDirectory, project.AssemblyName + ".dll");

    private static List<string> Read(ProjectFile project, Func<MetadataReader, IEnumerable<string>> read)
    {
        using var file = new PEReader(File.OpenRead(PathOf(project)));
        return [.. read(file.GetMetadataReader()).Distinct()];
    }

    private static string NamespaceOf(MetadataReader reader, CustomAttribute attribute)
    {
        var type = attribute.Constructor.Kind is HandleKind.MethodDefinition
            ? reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType()
            : reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        return type.Kind switch
        {
            HandleKind.TypeReference => reader.GetString(reader.GetTypeReference((TypeReferenceHandle)type).Namespace),
            HandleKind.TypeDefinition => reader.GetString(reader.GetTypeDefinition((TypeDefinitionHandle)type).Namespace),
            _ => "",
        };
    }
}
