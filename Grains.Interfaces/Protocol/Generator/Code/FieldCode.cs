using Cloud.ProtocolGenerator.Descriptions;

namespace Cloud.ProtocolGenerator.Code;

/// <summary>How a field looks in C#: its type, its default, and when it is there.</summary>
internal static class FieldCode
{
    private static readonly HashSet<string> ReservedLocals = ["reader", "version", "tags"];

    public static string ElementType(Field field) => field.Structure?.ClassName ?? field.Wire!.ClrType;

    /// <summary>A tagged structure that is not there is null: it costs nothing then.</summary>
    public static bool IsNullInCode(Field field) =>
        field.IsNullable || (field.Tag is not null && field.Structure is not null && !field.IsArray);

    public static string Type(Field field)
    {
        var type = ElementType(field);
        type = field.IsArray ? $"global::System.Collections.Immutable.ImmutableArray<{type}>" : type;
        return IsNullInCode(field) ? type + "?" : type;
    }

    public static string Default(Field field)
    {
        if (IsNullInCode(field))
        {
            return "null";
        }

        if (field.IsArray)
        {
            return "[]";
        }

        return field.Structure is not null ? "new()" : Default(field.Wire!, field.Default);
    }

    public static string Local(Field field)
    {
        var name = char.ToLowerInvariant(field.Name[0]) + field.Name.Substring(1);
        return ReservedLocals.Contains(name) ? name + "Field" : "@" + name;
    }

    /// <summary>When the field is there; null when it is wherever its structure is.</summary>
    public static string? Presence(Field field, Structure structure)
    {
        var isFromStart = field.Versions.First == structure.Versions.First;
        var isToEnd = field.Versions.Last == structure.Versions.Last;
        return (isFromStart, isToEnd) switch
        {
            (true, true) => null,
            (true, false) => $"version <= {field.Versions.Last}",
            (false, true) => $"version >= {field.Versions.First}",
            _ => $"version is >= {field.Versions.First} and <= {field.Versions.Last}",
        };
    }

    /// <summary>Whether it may be null, as an expression of the version.</summary>
    public static string Nullability(Field field) =>
        field.NullableFrom == field.Versions.First ? "true" : $"version >= {field.NullableFrom}";

    /// <summary>What the errors call it.</summary>
    public static string Path(Field field, Structure structure, Message message) =>
        structure == message.Root ? $"\"{field.Name}\"" : $"\"{structure.Name}.{field.Name}\"";

    /// <summary>The smallest size of one element, over all versions.</summary>
    public static int ElementBytesMin(Field field, Description description)
    {
        var versions = Enumerable.Range(field.Versions.First, field.Versions.Last - field.Versions.First + 1);
        return Math.Max(1, versions.Min(version => ElementBytes(field, version, description.IsFlexible(version))));
    }

    private static int ElementBytes(Field field, int version, bool isFlexible)
    {
        if (field.Structure is null)
        {
            return field.Wire!.HasLength ? LengthBytes(field.Wire, isFlexible) : field.Wire.BytesMin;
        }

        var present = field.Structure.Fields.Where(inner => inner.Tag is null && inner.Versions.Contains(version));
        return present.Sum(inner => FieldBytes(inner, version, isFlexible)) + (isFlexible ? 1 : 0);
    }

    private static int FieldBytes(Field field, int version, bool isFlexible)
    {
        if (field.IsArray)
        {
            return isFlexible ? 1 : 4;
        }

        return field.Structure is not null && field.IsNullable ? 1 : ElementBytes(field, version, isFlexible);
    }

    private static int LengthBytes(WireType type, bool isFlexible) => isFlexible ? 1 : type.IsText ? 2 : 4;

    private static string Default(WireType type, string? literal)
    {
        if (literal is not null)
        {
            return type.Form == "Duration" ? $"global::System.TimeSpan.FromMilliseconds({literal})"
                : type.Wrapped is not null ? $"new {type.ClrType}({literal})"
                : type.IsEnum || type.Form is "Int8" or "Int16" ? $"({type.ClrType})({literal})"
                : literal;
        }

        return type.IsText ? "\"\""
            : type.IsRecords ? "global::Cloud.Protocol.Wire.MemoryRecords.Empty"
            : "default";
    }
}
