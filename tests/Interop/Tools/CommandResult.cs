using System.Text;

namespace Cloud.Interop.Tools;

/// <summary>What a program left when it ended well.</summary>
/// <param name="Bytes">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record CommandResult(byte[] Bytes, string Errors)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public string[] Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
