using System.Diagnostics;
using System.Text;

namespace Cloud.Client;

/// <summary>The trace context of W3C in headers of records: <c>traceparent</c> and <c>tracestate</c>.</summary>
internal static class TraceHeaders
{
    private const string Parent = "traceparent";
    private const string State = "tracestate";

    // A header of a stranger; the standard knows 55 characters and at most 512.
    private const int BytesMax = 512;

    /// <summary>Of who produced the record; default where there is none, or none that can be read.</summary>
    public static ActivityContext Read(Headers headers) =>
        TextOf(headers, Parent) is { } parent
        && ActivityContext.TryParse(parent, TextOf(headers, State), isRemote: true, out var context)
            ? context
            : default;

    /// <summary>The headers with the context of the activity instead of what they had.</summary>
    /// <param name="headers">Are not changed.</param>
    public static Headers With(Headers? headers, Activity activity)
    {
        var with = headers is null ? new Headers() : new Headers(headers).Remove(Parent).Remove(State);
        with.Add(Parent, activity.Id);
        return activity.TraceStateString is { Length: > 0 } state ? with.Add(State, state) : with;
    }

    private static string? TextOf(Headers headers, string key) =>
        headers.TryGetLast(key, out var header) && header.Value is { Length: <= BytesMax } value
            ? Encoding.UTF8.GetString(value.Span)
            : null;
}
