using System.Reflection;

#pragma warning disable CA1852 // DispatchProxy makes a subtype at run time.
namespace Cloud.Benchmarks.Broker;

/// <summary>Stands before an implementation of <typeparamref name="T"/> and counts the calls.</summary>
internal class CountedCalls<T> : DispatchProxy
    where T : class
{
    private T _inner = null!;
    private CallCount _count = null!;

    public static T Of(T inner, CallCount count)
    {
        var proxy = Create<T, CountedCalls<T>>();
        ((CountedCalls<T>)(object)proxy)._inner = inner;
        ((CountedCalls<T>)(object)proxy)._count = count;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        _count.Add();
        return targetMethod!.Invoke(_inner, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
    }
}
