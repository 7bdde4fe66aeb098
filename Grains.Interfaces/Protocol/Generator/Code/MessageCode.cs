using Cloud.ProtocolGenerator.Descriptions;

namespace Cloud.ProtocolGenerator.Code;

/// <summary>Writes the file of one description: a class per message, the classes of its structures inside.</summary>
internal sealed class MessageCode(Description description)
{
    private const string Wire = "global::Cloud.Protocol.Wire.";

    private readonly CodeText _code = new();

    public static string Write(Description description) => new MessageCode(description).Write();

    private string Write()
    {
        foreach (var message in description.Messages)
        {
            WriteMessage(message);
        }

        return CodeText.Header + _code;
    }

    private void WriteMessage(Message message)
    {
        var name = message.Root.Name;
        _code.Summary($"{description.Documentation} Versions {description.Versions}.".TrimStart());
        _code.Block($"public sealed class {name} : {Interface(message)}", () =>
        {
            if (description.ApiKey is not null)
            {
                _code.Line($"public {Wire}ApiDescription Api => SupportedApis.{description.Name};");
                _code.Line();
            }

            WriteContent(message, message.Root);
            foreach (var structure in message.Structures)
            {
                _code.Line();
                _code.Summary($"Part of {name}.");
                _code.Block($"public sealed class {structure.Name}", () => WriteContent(message, structure));
            }
        });
        _code.Line();
    }

    private string Interface(Message message)
    {
        if (description.ApiKey is null)
        {
            return $"{Wire}IProtocolMessage<{message.Root.Name}>";
        }

        return message == description.Messages[0]
            ? $"{Wire}IRequest<{message.Root.Name}, {description.Messages[1].Root.Name}>"
            : $"{Wire}IResponse<{message.Root.Name}>";
    }

    private void WriteContent(Message message, Structure structure)
    {
        foreach (var field in structure.Fields)
        {
            WriteProperty(structure, field);
        }

        new ReadCode(description, message, structure, _code).Write();
        _code.Line();
        new WriteCode(message, structure, _code).Write();
    }

    private void WriteProperty(Structure structure, Field field)
    {
        var isNarrow = FieldCode.Presence(field, structure) is not null;
        var documentation = $"{field.Documentation}{(isNarrow ? $" Versions {field.Versions}." : "")}".TrimStart();
        if (documentation.Length > 0)
        {
            _code.Summary(documentation);
        }

        var initial = FieldCode.Default(field);
        _code.Line($"public {FieldCode.Type(field)} {field.Name} {{ get; init; }}"
            + (initial is "default" or "null" ? "" : $" = {initial};"));
        _code.Line();
    }
}
