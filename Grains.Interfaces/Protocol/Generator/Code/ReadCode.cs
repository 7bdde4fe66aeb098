using Cloud.ProtocolGenerator.Descriptions;

namespace Cloud.ProtocolGenerator.Code;

/// <summary>Writes the methods that read a structure: locals first, then one object that never changes.</summary>
internal sealed class ReadCode(Description description, Message message, Structure structure, CodeText code)
{
    private const string Reader = "ref global::Cloud.Protocol.Wire.ProtocolReader reader";

    private const string Immutable = "global::System.Runtime.InteropServices.ImmutableCollectionsMarshal";

    public void Write()
    {
        var modifier = structure == message.Root ? "public" : "internal";
        code.Summary("Reads it in the reader's version. The result counts only if the reader is sound afterwards.");
        code.Block($"{modifier} static {structure.Name} Read({Reader})", () =>
        {
            code.Line("var version = reader.Version;");
            foreach (var field in structure.Fields)
            {
                ReadField(field);
            }

            ReadTags();
            code.Block($"return new {structure.Name}", () =>
            {
                foreach (var field in structure.Fields)
                {
                    code.Line($"{field.Name} = {FieldCode.Local(field)},");
                }
            }, "};");
        });
        foreach (var field in structure.Fields.Where(field => field.IsArray))
        {
            WriteArrayMethod(field);
        }
    }

    private void ReadField(Field field)
    {
        var presence = FieldCode.Presence(field, structure);
        var value = field.Tag is not null ? FieldCode.Default(field)
            : presence is null ? Value(field)
            : $"{presence} ? {Value(field)} : {FieldCode.Default(field)}";
        code.Line($"{FieldCode.Type(field)} {FieldCode.Local(field)} = {value};");
    }

    private void ReadTags()
    {
        if (!structure.TaggedFields.Any())
        {
            code.Line("reader.SkipTags();");
            return;
        }

        code.Line("var tags = reader.ReadTags();");
        code.Block("while (reader.TryReadTag(ref tags))", () => code.Block("switch (tags.Current)", () =>
        {
            foreach (var field in structure.TaggedFields)
            {
                var presence = FieldCode.Presence(field, structure);
                code.Line($"case {field.Tag}{(presence is null ? "" : $" when {presence}")}:");
                code.Line($"    {FieldCode.Local(field)} = {Value(field)};");
                code.Line("    break;");
            }

            code.Line("default:");
            code.Line("    reader.SkipTag(tags);");
            code.Line("    break;");
        }));
    }

    private string Value(Field field)
    {
        if (field.IsArray)
        {
            return $"Read{field.Name}(ref reader)";
        }

        var path = FieldCode.Path(field, structure, message);
        var isNullable = field.IsNullable ? $", isNullable: {FieldCode.Nullability(field)}" : "";
        if (field.Structure is not null)
        {
            var read = $"{field.Structure.ClassName}.Read(ref reader)";
            return field.IsNullable ? $"reader.ReadIsPresent({path}) ? {read} : null" : read;
        }

        var form = (field.IsNullable ? "Nullable" : "") + field.Wire!.Form;
        return Wrap(field.Wire, $"reader.Read{form}({path}{isNullable})");
    }

    private void WriteArrayMethod(Field field)
    {
        var type = FieldCode.ElementType(field);
        var path = FieldCode.Path(field, structure, message);
        var bytesMin = FieldCode.ElementBytesMin(field, description);
        var element = field.Structure is not null
            ? $"{type}.Read(ref reader)"
            : Wrap(field.Wire!, $"reader.Read{field.Wire!.Form}({path})");
        code.Line();
        code.Block($"private static {FieldCode.Type(field)} Read{field.Name}({Reader})", () =>
        {
            if (field.IsNullable)
            {
                code.Line("var version = reader.Version;");
                code.Line($"var count = reader.ReadNullableArrayLength("
                    + $"{path}, elementBytesMin: {bytesMin}, isNullable: {FieldCode.Nullability(field)});");
                code.Block("if (count < 0)", () => code.Line("return null;"));
            }
            else
            {
                code.Line($"var count = reader.ReadArrayLength({path}, elementBytesMin: {bytesMin});");
            }

            code.Line($"var items = count == 0 ? [] : new {type}[count];");
            code.Block("for (var index = 0; index < items.Length && reader.IsSound; index++)", () =>
                code.Line($"items[index] = {element};"));
            code.Line($"return {Immutable}.AsImmutableArray(items);");
        });
    }

    private static string Wrap(WireType type, string value) => type.IsEnum ? $"({type.ClrType}){value}"
        : type.Wrapped is not null ? $"new {type.ClrType}({value})"
        : value;
}
