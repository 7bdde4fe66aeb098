namespace Cloud.Architecture.CallTypes.Samples;

[GenerateSerializer, Alias("Cloud.Samples.Twin")]
public sealed class BadCommand
{
    [Id(2)]
    private int _changing;

    [Id(0)]
    public string Settable { get; set; } = "";

    public int Unnumbered { get; init; }

    [Id(0)]
    public int SameNumber { get; init; }

    [Id(3)]
    public int[] Collection { get; init; } = [];

    public int Next() => ++_changing;
}
