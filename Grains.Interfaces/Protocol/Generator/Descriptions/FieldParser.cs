namespace Cloud.ProtocolGenerator.Descriptions;

/// <summary>
/// Reads one field: `Name  type  versions  tag 0  = default`, of which all but name and type may be left out.
/// </summary>
internal sealed class FieldParser(DescriptionLine line, VersionSpan outer)
{
    private int _next;

    public Field Parse()
    {
        if (line.Words.Count < 2)
        {
            throw Problem("a field has a name and a type");
        }

        var field = new Field
        {
            Name = line.Words[_next++],
            Line = line.Number,
            Versions = outer,
            Documentation = line.Documentation,
        };
        if (!char.IsUpper(field.Name[0]) || !field.Name.All(char.IsLetterOrDigit))
        {
            throw Problem($"`{field.Name}` is no name in Pascal case");
        }

        var type = line.Words[_next++];
        if (_next < line.Words.Count && char.IsDigit(line.Words[_next][0]))
        {
            field.Versions = Versions(line.Words[_next++], outer);
        }

        ReadType(field, type);
        while (_next < line.Words.Count)
        {
            ReadOption(field);
        }

        return field;
    }

    // `string`, `[string]`, `string?` or `string?7+`.
    private void ReadType(Field field, string text)
    {
        var mark = text.IndexOf('?');
        var type = mark < 0 ? text : text.Substring(0, mark);
        if (mark >= 0)
        {
            var versions = text.Substring(mark + 1);
            var nullable = versions.Length == 0 ? field.Versions : Versions(versions, field.Versions);
            if (nullable.Last != field.Versions.Last)
            {
                throw Problem("what is nullable once stays so: `?` or `?7+`");
            }

            field.NullableFrom = nullable.First;
        }

        field.IsArray = type.StartsWith("[", StringComparison.Ordinal);
        if (field.IsArray != type.EndsWith("]", StringComparison.Ordinal))
        {
            throw Problem($"`{type}` lacks a bracket");
        }

        field.TypeName = type.Trim('[', ']');
    }

    private void ReadOption(Field field)
    {
        var word = line.Words[_next++];
        if (_next == line.Words.Count || word is not ("tag" or "="))
        {
            throw Problem($"`{word}` is not known here");
        }

        var value = line.Words[_next++];
        if (word == "=")
        {
            field.Default = value;
        }
        else
        {
            field.Tag = ushort.TryParse(value, out var tag) ? tag : throw Problem($"`{value}` is no tag");
        }
    }

    private VersionSpan Versions(string text, VersionSpan within) =>
        VersionSpan.TryParse(text, within.Last, out var span) && within.Contains(span)
            ? span
            : throw Problem($"`{text}` are no versions within {within}");

    private DescriptionException Problem(string message) => new(line.Number, message);
}
