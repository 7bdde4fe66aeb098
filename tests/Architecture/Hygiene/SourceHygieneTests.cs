using System.Globalization;
using System.Text.RegularExpressions;
using Cloud.Architecture.Repository;

namespace Cloud.Architecture.Hygiene;

/// <summary>Rules that every file of C# keeps, wherever it lies.</summary>
public sealed partial class SourceHygieneTests
{
    [Fact]
    public void Lines_of_code_end_within_the_columns_of_the_editor_settings()
    {
        var columnsMax = ReadColumnsMax();

        var tooLong =
            from file in SourceTree.CodeFiles
            from line in File.ReadLines(file.FullName).Index()
            where line.Item.Length > columnsMax
            select $"{SourceTree.PathOf(file)}:{line.Index + 1}: {line.Item.Length} columns, at most {columnsMax}";

        Assert.NotEmpty(SourceTree.CodeFiles);
        Lines.AssertNone(tooLong);
    }

    // The setting stands there once, for C# only.
    private static int ReadColumnsMax()
    {
        var settings = File.ReadAllText(Path.Combine(SourceTree.Root, ".editorconfig"));
        return int.Parse(Assert.Single(LineLength().Matches(settings)).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^max_line_length\s*=\s*(\d+)", RegexOptions.Multiline)]
    private static partial Regex LineLength();
}
