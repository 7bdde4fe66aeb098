namespace Cloud.ProtocolGenerator.Descriptions;

/// <summary>A line that holds more than a comment, cut into words.</summary>
internal sealed class DescriptionLine(int number, int depth, string[] words, string documentation)
{
    private const int SpacesPerLevel = 2;

    /// <summary>Counts from 0.</summary>
    public int Number { get; } = number;

    /// <summary>How far it is indented, in levels.</summary>
    public int Depth { get; } = depth;

    public IReadOnlyList<string> Words { get; } = words;

    /// <summary>The comments in the lines before it and at its end.</summary>
    public string Documentation { get; } = documentation;

    public static IEnumerable<DescriptionLine> ReadAll(string text)
    {
        var comments = new List<string>();
        var lines = text.Replace("\r\n", "\n").Split('\n');
        for (var number = 0; number < lines.Length; number++)
        {
            var (content, comment) = SplitComment(lines[number]);
            if (comment.Length > 0)
            {
                comments.Add(comment);
            }

            if (content.Trim().Length == 0)
            {
                continue;
            }

            var words = content.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
            yield return new DescriptionLine(number, DepthOf(content, number), words, string.Join(" ", comments));
            comments.Clear();
        }
    }

    private static (string Content, string Comment) SplitComment(string line)
    {
        var mark = line.IndexOf('#');
        return mark < 0 ? (line, "") : (line.Substring(0, mark), line.Substring(mark + 1).Trim());
    }

    private static int DepthOf(string content, int number)
    {
        var spaces = content.Length - content.TrimStart(' ').Length;
        return content.IndexOf('\t') < 0 && spaces % SpacesPerLevel == 0
            ? spaces / SpacesPerLevel
            : throw new DescriptionException(number, "lines are indented by two spaces a level");
    }
}
