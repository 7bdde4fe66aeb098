using System.Collections.Immutable;
using Cloud.Protocol.Errors;

namespace Cloud.Core.Controller.Configs;

/// <summary>Applies incremental changes to settings (KIP-339).</summary>
internal sealed class ConfigEdit(ITopicRules rules, Func<string, string?> inherited)
{
    public Result<ImmutableSortedDictionary<string, string>> Apply(
        ImmutableSortedDictionary<string, string> configs, ImmutableArray<ConfigOperation> operations)
    {
        var edited = configs.ToBuilder();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var operation in operations)
        {
            if (!seen.Add(operation.Key))
            {
                return Failed(KafkaError.InvalidRequest, $"The setting {operation.Key} is changed more than once.");
            }

            if (operation.Kind is ConfigOperationKind.Delete)
            {
                edited.Remove(operation.Key);
                continue;
            }

            if (operation.Value is not { } value)
            {
                return Failed(KafkaError.InvalidRequest, $"The change of {operation.Key} has no value.");
            }

            if (operation.Kind is not ConfigOperationKind.Set)
            {
                if (!rules.IsList(operation.Key))
                {
                    return Failed(KafkaError.InvalidConfig, $"The setting {operation.Key} is no list.");
                }

                value = Combine(operation, edited.GetValueOrDefault(operation.Key) ?? inherited(operation.Key));
            }

            edited[operation.Key] = value;
        }

        return Result<ImmutableSortedDictionary<string, string>>.Ok(edited.ToImmutable());
    }

    private static string Combine(ConfigOperation operation, string? current)
    {
        var present = Parts(current);
        var named = Parts(operation.Value);
        return string.Join(',', operation.Kind is ConfigOperationKind.Append
            ? present.Union(named, StringComparer.Ordinal)
            : present.Except(named, StringComparer.Ordinal));
    }

    private static string[] Parts(string? list) =>
        (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Result<ImmutableSortedDictionary<string, string>> Failed(KafkaError error, string message) =>
        Result<ImmutableSortedDictionary<string, string>>.Failed(error, message);
}
