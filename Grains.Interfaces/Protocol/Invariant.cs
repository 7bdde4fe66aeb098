using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Cloud.Protocol;

/// <summary>
/// Fail-stop checks: what must hold whatever clients and disks do. Throws with the rule in the message.
/// </summary>
public static class Invariant
{
    public static void Holds(
        [DoesNotReturnIf(false)] bool condition,
        [CallerArgumentExpression(nameof(condition))] string? rule = null)
    {
        if (!condition)
        {
            Throw(rule);
        }
    }

    [DoesNotReturn]
    private static void Throw(string? rule) => throw new InvariantBrokenException($"Invariant broken: {rule}");
}
