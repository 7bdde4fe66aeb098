using System.Runtime.CompilerServices;
using System.Text;

namespace Cloud.Simulation.Worlds;

/// <summary>
/// The text of a rule, which is only put together when the rule is broken: rules are checked at every step.
/// </summary>
[InterpolatedStringHandler]
internal readonly struct RuleText
{
    private readonly StringBuilder? _text;

    public RuleText(int literalLength, int formattedCount, bool condition, out bool isNeeded)
    {
        isNeeded = !condition;
        _text = isNeeded ? new(literalLength + (8 * formattedCount)) : null;
    }

    public void AppendLiteral(string literal) => _text!.Append(literal);

    public void AppendFormatted<T>(T value) => _text!.Append(value);

    public override string ToString() => _text?.ToString() ?? "";
}
