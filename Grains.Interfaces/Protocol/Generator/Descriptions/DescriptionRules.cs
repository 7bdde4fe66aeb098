using System.Globalization;

namespace Cloud.ProtocolGenerator.Descriptions;

/// <summary>Finds what the fields' types mean, and holds a description against the rules of its format.</summary>
internal static class DescriptionRules
{
    public static void Check(Description description)
    {
        if (description.ApiKey is not null && description.Messages.Count != 2)
        {
            throw new DescriptionException(0, "an API has a request and a response");
        }

        foreach (var message in description.Messages)
        {
            Resolve(message);
            CheckNames(message);
            foreach (var structure in message.Structures.Prepend(message.Root))
            {
                CheckTags(description, structure);
                foreach (var field in structure.Fields)
                {
                    CheckField(field);
                    CheckNesting(structure, field);
                }
            }
        }
    }

    private static void Resolve(Message message)
    {
        foreach (var field in message.Structures.Prepend(message.Root).SelectMany(structure => structure.Fields))
        {
            field.Structure = message.Find(field.TypeName);
            field.Wire = field.Structure is null ? WireType.Find(field.TypeName) : null;
            if (field.Structure is null && field.Wire is null)
            {
                throw new DescriptionException(field.Line, $"`{field.TypeName}` is neither a type nor a structure");
            }
        }
    }

    // C# forbids a member that is called like its type or like another member.
    private static void CheckNames(Message message)
    {
        foreach (var structure in message.Structures.Prepend(message.Root))
        {
            var taken = new HashSet<string> { structure.Name };
            if (structure == message.Root)
            {
                taken.UnionWith(message.Structures.Select(nested => nested.Name));
            }

            foreach (var field in structure.Fields)
            {
                if (!taken.Add(field.Name))
                {
                    throw new DescriptionException(field.Line, $"the name {field.Name} is taken already");
                }
            }
        }
    }

    private static void CheckTags(Description description, Structure structure)
    {
        var tags = new HashSet<int>();
        foreach (var field in structure.TaggedFields)
        {
            if (!tags.Add(field.Tag!.Value))
            {
                throw new DescriptionException(field.Line, $"tag {field.Tag} is taken already");
            }

            if (!description.IsFlexible(field.Versions.First))
            {
                throw new DescriptionException(field.Line, "tagged fields need a flexible version");
            }

            // Readers skip what is tagged without knowing it; records are sent apart and cannot be inside of it.
            if (HoldsRecords(field, depthLeft: 8))
            {
                throw new DescriptionException(field.Line, "records cannot be tagged");
            }
        }
    }

    private static bool HoldsRecords(Field field, int depthLeft) => field.Wire?.IsRecords
        ?? (depthLeft > 0 && field.Structure!.Fields.Any(inner => HoldsRecords(inner, depthLeft - 1)));

    private static void CheckField(Field field)
    {
        var canBeNull = field.IsArray || field.Structure is not null || field.Wire!.HasLength;
        if (field.IsNullable && !canBeNull)
        {
            throw new DescriptionException(field.Line, $"{field.TypeName} has no null");
        }

        if (field.IsArray && field.Wire is { IsRecords: true })
        {
            throw new DescriptionException(field.Line, "records do not form arrays");
        }

        if (field.Tag is not null && field.NullableFrom > field.Versions.First)
        {
            throw new DescriptionException(field.Line, "a tagged field may be null in all versions or in none");
        }

        if (field.Default is not null && (canBeNull || !IsLiteral(field.Wire!, field.Default)))
        {
            throw new DescriptionException(field.Line, $"`{field.Default}` is no default of {field.TypeName}");
        }
    }

    private static bool IsLiteral(WireType type, string text) => type.Form switch
    {
        "Boolean" => text is "true" or "false",
        "Uuid" or "Float64" => false,
        _ => TryParseNumber(text, out var number) && FitsIn(number, type),
    };

    private static bool TryParseNumber(string text, out long number) =>
        text.StartsWith("0x", StringComparison.Ordinal)
            ? long.TryParse(text.Substring(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static bool FitsIn(long number, WireType type)
    {
        var bits = 8 * type.BytesMin;
        var (low, high) = type.Form.StartsWith("U", StringComparison.Ordinal)
            ? (0, (1L << bits) - 1)
            : (long.MinValue >> (64 - bits), long.MaxValue >> (64 - bits));
        return number >= low && number <= high;
    }

    private static void CheckNesting(Structure structure, Field field)
    {
        if (field.Structure is null)
        {
            return;
        }

        if (!field.Structure.Versions.Contains(field.Versions))
        {
            throw new DescriptionException(field.Line, $"{field.TypeName} is described for fewer versions");
        }

        if (Reaches(field.Structure, structure, depthLeft: 8))
        {
            throw new DescriptionException(field.Line, $"{field.TypeName} holds itself or is nested too deep");
        }
    }

    private static bool Reaches(Structure from, Structure goal, int depthLeft) => from == goal || depthLeft == 0
        || from.Fields.Any(field => field.Structure is not null && Reaches(field.Structure, goal, depthLeft - 1));
}
