using System.Reflection;
using System.Reflection.Metadata;

namespace Cloud.Architecture.Fidelity;

/// <summary>Reads the types of one assembly from its metadata, without loading it or anything that it refers to.</summary>
internal sealed class SurfaceReader(MetadataReader reader)
{
    private readonly SurfaceMemberReader _members = new(reader);

    public IEnumerable<SurfaceType> ReadTypes() =>
        from handle in reader.TypeDefinitions
        let name = MetadataTypeNames.Of(reader, handle)
        where !name.Contains('<')
        select ReadType(name, reader.GetTypeDefinition(handle));

    private SurfaceType ReadType(string name, TypeDefinition type) => new(name)
    {
        IsVisible = IsVisible(type),
        Shape = ReadShape(type),
        IsAbstract = type.Attributes.HasFlag(TypeAttributes.Abstract),
        IsSealed = type.Attributes.HasFlag(TypeAttributes.Sealed),
        BaseType = type.BaseType.IsNil ? null : MetadataTypeNames.Of(reader, type.BaseType),
        Interfaces =
        [
            .. type.GetInterfaceImplementations()
                .Select(handle => MetadataTypeNames.Of(reader, reader.GetInterfaceImplementation(handle).Interface)),
        ],
        Members = [.. ReadMembers(type)],
    };

    private IEnumerable<SurfaceMember> ReadMembers(TypeDefinition type)
    {
        var methods = type.GetMethods().Select(reader.GetMethodDefinition).Select(_members.ReadMethod);
        var fields = type.GetFields().Select(reader.GetFieldDefinition).Select(_members.ReadField);
        return methods.Concat(fields).OfType<SurfaceMember>();
    }

    private bool IsVisible(TypeDefinition type) => (type.Attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public => true,
        TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem =>
            IsVisible(reader.GetTypeDefinition(type.GetDeclaringType())),
        _ => false,
    };

    private string ReadShape(TypeDefinition type)
    {
        var baseType = type.BaseType.IsNil ? "" : MetadataTypeNames.Of(reader, type.BaseType);
        var kind = type.Attributes.HasFlag(TypeAttributes.Interface) ? "interface" : baseType switch
        {
            "System.ValueType" or "System.Enum" => "struct",
            _ => "class",
        };
        return kind + _members.ReadGenericParameters(type.GetGenericParameters());
    }
}
