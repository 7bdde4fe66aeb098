using Cloud.ProtocolGenerator.Descriptions;

namespace Cloud.ProtocolGenerator.Code;

/// <summary>Writes the method that writes a structure.</summary>
internal sealed class WriteCode(Message message, Structure structure, CodeText code)
{
    public void Write()
    {
        var modifier = structure == message.Root ? "public" : "internal";
        code.Summary("Writes it in the writer's version. What that version does not have is left out.");
        code.Block($"{modifier} void Write(ref global::Cloud.Protocol.Wire.ProtocolWriter writer)", () =>
        {
            code.Line("var version = writer.Version;");
            foreach (var field in structure.Fields.Where(field => field.Tag is null))
            {
                code.When(FieldCode.Presence(field, structure), () => WriteField(field));
            }

            WriteTags();
        });
    }

    private void WriteTags()
    {
        var tagged = structure.TaggedFields.ToList();
        if (tagged.Count == 0)
        {
            code.Line("writer.WriteNoTags();");
            return;
        }

        code.Block("if (writer.IsFlexible)", () =>
        {
            code.Line("var tagCount = 0;");
            foreach (var field in tagged)
            {
                code.Line($"tagCount += {IsSet(field)} ? 1 : 0;");
            }

            code.Line("writer.WriteTagCount(tagCount);");
            foreach (var field in tagged)
            {
                code.Block($"if ({IsSet(field)})", () =>
                {
                    code.Line($"var start = writer.BeginTag({field.Tag});");
                    WriteField(field);
                    code.Line("writer.EndTag(start);");
                });
            }
        });
    }

    private void WriteField(Field field)
    {
        var path = FieldCode.Path(field, structure, message);
        if (field.IsArray)
        {
            WriteArray(field, path);
        }
        else if (field.Structure is null)
        {
            var nullability = field.IsNullable ? $", {FieldCode.Nullability(field)}, {path}" : "";
            code.Line(Scalar(field.Wire!, field.Name, nullability));
        }
        else if (field.IsNullable)
        {
            code.Line($"writer.WriteIsPresent({field.Name} is not null);");
            code.Line($"{field.Name}?.Write(ref writer);");
        }
        else
        {
            code.Line($"{field.Name}.Write(ref writer);");
        }
    }

    private void WriteArray(Field field, string path)
    {
        if (!field.IsNullable)
        {
            WriteElements(field, field.Name);
            return;
        }

        var items = FieldCode.Local(field) + "Items";
        code.Block($"if ({field.Name} is {{ }} {items})", () => WriteElements(field, items));
        code.Block("else", () => code.Line($"writer.WriteNullArray({FieldCode.Nullability(field)}, {path});"));
    }

    private void WriteElements(Field field, string array)
    {
        code.Line($"writer.WriteArrayLength({array}.Length);");
        code.Block($"foreach (var item in {array})", () => code.Line(
            field.Structure is not null ? "item.Write(ref writer);" : Scalar(field.Wire!, "item", nullability: "")));
    }

    private static string Scalar(WireType type, string value, string nullability)
    {
        var inner = type.IsEnum ? $"(short){value}" : type.Wrapped is not null ? $"{value}.{type.Wrapped}" : value;
        return $"writer.Write{(nullability.Length > 0 ? "Nullable" : "")}{type.Form}({inner}{nullability});";
    }

    // A tagged field is left out where it is what it would be without being there.
    private string IsSet(Field field)
    {
        var presence = FieldCode.Presence(field, structure);
        return presence is null ? $"({Difference(field)})" : $"({presence} && {Difference(field)})";
    }

    private static string Difference(Field field)
    {
        if (FieldCode.IsNullInCode(field))
        {
            return $"{field.Name} is not null";
        }

        if (field.IsArray || field.Wire!.IsBytes)
        {
            return $"!{field.Name}.IsEmpty";
        }

        if (field.Wire.IsText)
        {
            return $"{field.Name}.Length > 0";
        }

        return $"{field.Name} != {FieldCode.Default(field)}";
    }
}
