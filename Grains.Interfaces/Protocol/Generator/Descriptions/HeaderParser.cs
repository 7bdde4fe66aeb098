namespace Cloud.ProtocolGenerator.Descriptions;

/// <summary>
/// Reads the first line of a description: `api 1 Fetch, versions 4-17, flexible 12+` or `message Name, versions 0-3,
/// flexible never`, with `advertised 0-17` and `response header 0` where they are needed.
/// </summary>
internal sealed class HeaderParser(DescriptionLine line)
{
    private int _next;

    public Description Parse()
    {
        var description = new Description { Documentation = line.Documentation };
        var kind = Next();
        description.ApiKey = kind switch
        {
            "api" => Number(Next()),
            "message" => null,
            _ => throw Problem("a description begins with `api` or `message`"),
        };
        description.Name = Next();
        Expect("versions");
        description.Versions = Span(Next());
        while (_next < line.Words.Count)
        {
            ReadOption(description);
        }

        return description;
    }

    private void ReadOption(Description description)
    {
        switch (Next())
        {
            case "advertised":
                description.Advertised = Span(Next());
                break;
            case "flexible":
                var first = Next();
                description.FlexibleFrom = first == "never" ? null : Span(first).First;
                break;
            case "response":
                Expect("header");
                description.ResponseHeader = Number(Next());
                break;
            default:
                throw Problem($"`{line.Words[_next - 1]}` is not known here");
        }
    }

    private string Next() =>
        _next < line.Words.Count ? line.Words[_next++] : throw Problem("the line ends too early");

    private void Expect(string word)
    {
        if (Next() != word)
        {
            throw Problem($"`{word}` is expected");
        }
    }

    private int Number(string text) =>
        short.TryParse(text, out var number) && number >= 0 ? number : throw Problem($"`{text}` is no number");

    private VersionSpan Span(string text) => VersionSpan.TryParse(text, short.MaxValue, out var span)
        ? span
        : throw Problem($"`{text}` are no versions");

    private DescriptionException Problem(string message) => new(line.Number, message);
}
