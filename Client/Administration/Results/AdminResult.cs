using System.Diagnostics.CodeAnalysis;

namespace Cloud.Client;

/// <summary>What became of one item of a call: its value, or why there is none.</summary>
public readonly record struct AdminResult<T>
{
    private readonly T? _value;

    private AdminResult(T? value, ClientException? failure) => (_value, Failure) = (value, failure);

    /// <summary>Why there is no value; null when all is well. Its message names the item.</summary>
    public ClientException? Failure { get; }

    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsOk => Failure is null;

    /// <exception cref="ClientException">There is none: <see cref="Failure"/>.</exception>
    public T Value => IsOk ? _value! : throw Failure;

    internal static AdminResult<T> Ok(T value) => new(value, failure: null);

    internal static AdminResult<T> Failed(ClientException failure) => new(default, failure);
}
