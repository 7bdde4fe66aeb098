using System.Reflection;
using System.Reflection.Metadata;

namespace Cloud.Architecture.Fidelity;

/// <summary>Reads members as text; those that only their own assembly sees are null.</summary>
internal sealed class SurfaceMemberReader(MetadataReader reader)
{
    public SurfaceMember? ReadMethod(MethodDefinition method)
    {
        if (AccessOf((int)(method.Attributes & MethodAttributes.MemberAccessMask)) is not { } access)
        {
            return null;
        }

        var signature = method.DecodeSignature(MetadataTypeNames.Instance, null);
        var modifier = method.Attributes.HasFlag(MethodAttributes.Static) ? " static" : "";
        var name = reader.GetString(method.Name) + ReadGenericParameters(method.GetGenericParameters());
        var parameters = string.Join(", ", signature.ParameterTypes);
        var isVirtual = method.Attributes.HasFlag(MethodAttributes.Virtual);
        return new($"{access}{modifier} {signature.ReturnType} {name}({parameters})")
        {
            Parameters = [.. method.GetParameters().Select(reader.GetParameter).Where(IsNoResult).Select(ReadParameter)],
            IsOverridable = isVirtual && !method.Attributes.HasFlag(MethodAttributes.Final),
            IsAbstract = method.Attributes.HasFlag(MethodAttributes.Abstract),
            IsOverride = isVirtual && !method.Attributes.HasFlag(MethodAttributes.NewSlot),
        };
    }

    public SurfaceMember? ReadField(FieldDefinition field)
    {
        if (AccessOf((int)(field.Attributes & FieldAttributes.FieldAccessMask)) is not { } access)
        {
            return null;
        }

        var type = field.DecodeSignature(MetadataTypeNames.Instance, null);
        var modifier = field.Attributes.HasFlag(FieldAttributes.Static) ? " static" : "";
        var readOnly = field.Attributes.HasFlag(FieldAttributes.InitOnly) ? " readonly" : "";
        return new($"{access}{modifier}{readOnly} {type} {reader.GetString(field.Name)}{ReadConstant(field)}");
    }

    /// <summary>Variance and constraints, one bracket for each generic parameter.</summary>
    public string ReadGenericParameters(GenericParameterHandleCollection handles) => string.Concat(
        handles.Select(reader.GetGenericParameter).Select(parameter => $"[{ReadConstraints(parameter)}]"));

    private static bool IsNoResult(Parameter parameter) => parameter.SequenceNumber > 0;

    // Fields and methods number their accessibility alike. Protected and protected internal are the same from outside.
    private static string? AccessOf(int memberAccess) => (MethodAttributes)memberAccess switch
    {
        MethodAttributes.Public => "public",
        MethodAttributes.Family or MethodAttributes.FamORAssem => "protected",
        _ => null,
    };

    private SurfaceParameter ReadParameter(Parameter parameter) => new(
        reader.GetString(parameter.Name), parameter.Attributes.HasFlag(ParameterAttributes.Optional));

    private string ReadConstraints(GenericParameter parameter)
    {
        // C# 13 lets type parameters be ref structs, which only widens what they accept.
        var constraints = parameter.GetConstraints()
            .Select(handle => MetadataTypeNames.Of(reader, reader.GetGenericParameterConstraint(handle).Type))
            .Order(StringComparer.Ordinal);
        var special = parameter.Attributes & (GenericParameterAttributes.VarianceMask
            | GenericParameterAttributes.SpecialConstraintMask);
        return special is GenericParameterAttributes.None
            ? string.Join(", ", constraints)
            : string.Join(", ", constraints.Prepend(special.ToString()));
    }

    private string ReadConstant(FieldDefinition field)
    {
        if (field.GetDefaultValue() is not { IsNil: false } handle)
        {
            return "";
        }

        var constant = reader.GetConstant(handle);
        return $" = {reader.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode)}";
    }
}
