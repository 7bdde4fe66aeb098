namespace Cloud.Cli.Output;

/// <param name="Name">Its head.</param>
/// <param name="IsNumber">Whether it is aligned to the right.</param>
internal sealed record GridColumn(string Name, bool IsNumber = false)
{
    public static implicit operator GridColumn(string name) => new(name);

    public static GridColumn Number(string name) => new(name, IsNumber: true);
}
