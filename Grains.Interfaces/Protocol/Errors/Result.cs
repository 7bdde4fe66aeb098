using System.Diagnostics.CodeAnalysis;

namespace Cloud.Protocol.Errors;

/// <summary>An answer, or the expected reason why there is none. Not for broken invariants: those throw.</summary>
public readonly record struct Result<T>
{
    private readonly T? _value;

    private Result(T? value, KafkaError error, string? message)
    {
        _value = value;
        Error = error;
        Message = message;
    }

    public KafkaError Error { get; }

    /// <summary>What exactly was wrong; null when all is well.</summary>
    public string? Message { get; }

    [MemberNotNullWhen(false, nameof(Message))]
    public bool IsOk => Error is KafkaError.None;

    /// <summary>Only of a result that is ok.</summary>
    public T Value
    {
        get
        {
            Invariant.Holds(IsOk);
            return _value!;
        }
    }

    public static Result<T> Ok(T value) => new(value, KafkaError.None, message: null);

    public static Result<T> Failed(KafkaError error, string? message = null)
    {
        Invariant.Holds(error is not KafkaError.None);
        return new(default, error, message ?? error.DefaultMessage());
    }

    /// <summary>The same failure as the answer to another question.</summary>
    public Result<TOther> As<TOther>()
    {
        Invariant.Holds(!IsOk);
        return Result<TOther>.Failed(Error, Message);
    }
}
