namespace Cloud.ProtocolGenerator.Descriptions;

/// <summary>Reads a description file. The syntax is described in the DESIGN.md beside the descriptions.</summary>
public sealed class DescriptionParser
{
    private readonly List<DescriptionLine> _lines;
    private int _next;

    private DescriptionParser(string text) => _lines = [.. DescriptionLine.ReadAll(text)];

    /// <exception cref="DescriptionException">The text is no description, or one that breaks a rule.</exception>
    public static Description Parse(string text) => new DescriptionParser(text).Parse();

    private Description Parse()
    {
        if (_lines.Count == 0)
        {
            throw new DescriptionException(0, "the file describes nothing");
        }

        var description = new HeaderParser(_lines[_next++]).Parse();
        if (description.ApiKey is null)
        {
            var message = new Message(new Structure(description.Name, description.Name, line: 0, description.Versions));
            ParseFields(message, message.Root, depth: 1);
            description.Messages.Add(message);
        }

        while (_next < _lines.Count)
        {
            ParseSection(description);
        }

        DescriptionRules.Check(description);
        return description;
    }

    private void ParseSection(Description description)
    {
        var line = _lines[_next++];
        var kind = line.Depth == 0 ? line.Words[0] : throw new DescriptionException(line.Number, "indented too far");
        if (kind == "struct" && line.Words.Count == 2 && description.Messages.Count > 0)
        {
            var message = description.Messages[description.Messages.Count - 1];
            ParseFields(message, AddStructure(message, line.Words[1], line.Number, description.Versions), depth: 1);
            return;
        }

        var suffix = kind switch
        {
            "request" when description.ApiKey is not null && description.Messages.Count == 0 => "Request",
            "response" when description.Messages.Count == 1 => "Response",
            _ => throw new DescriptionException(line.Number, $"`{kind}` is not expected here"),
        };
        var name = description.Name + suffix;
        var root = new Structure(name, name, line.Number, description.Versions);
        description.Messages.Add(new Message(root));
        ParseFields(description.Messages[description.Messages.Count - 1], root, depth: 1);
    }

    private void ParseFields(Message message, Structure structure, int depth)
    {
        while (_next < _lines.Count && _lines[_next].Depth >= depth)
        {
            var line = _lines[_next++];
            if (line.Depth > depth)
            {
                throw new DescriptionException(line.Number, "indented too far");
            }

            var field = new FieldParser(line, structure.Versions).Parse();
            structure.Fields.Add(field);
            if (_next < _lines.Count && _lines[_next].Depth > depth)
            {
                ParseFields(message, AddStructure(message, field.TypeName, line.Number, field.Versions), depth + 1);
            }
        }
    }

    private static Structure AddStructure(Message message, string name, int line, VersionSpan versions)
    {
        if (message.Find(name) is not null)
        {
            throw new DescriptionException(line, $"{name} is described twice");
        }

        var structure = new Structure(name, $"{message.Root.Name}.{name}", line, versions);
        message.Structures.Add(structure);
        return structure;
    }
}
