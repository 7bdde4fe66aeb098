using System.Buffers;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Client;

/// <summary>
/// A connection that knows what its broker speaks. Thread-safe; requests leave in the order of the calls. A request
/// that is not answered in time ends it, as Kafka's clients do: its answer would be taken for another's.
/// </summary>
internal sealed class BrokerConnection : IAsyncDisposable
{
    // What this client calls itself; brokers allow letters, digits, dots and dashes (KIP-511).
    internal const string SoftwareName = "cloud-dotnet";

    // Understood, or at least refused readably, by every broker since 2.4.
    private const short InquiryVersion = 3;

    internal static readonly string SoftwareVersion =
        typeof(BrokerConnection).Assembly.GetName().Version?.ToString(3) ?? "0";

    private readonly ITransportConnection _transport;
    private readonly ClientOptions _options;
    private int _lastCorrelationId;
    private long _lastUsed;

    private BrokerConnection(ITransportConnection transport, BrokerAddress address, ClientOptions options)
    {
        _transport = transport;
        _options = options;
        Address = address;
    }

    public BrokerAddress Address { get; }

    public BrokerVersions Versions { get; private set; } = null!;

    public bool IsOpen => _transport.IsOpen;

    public TimeSpan Idle => _options.Clock.GetElapsedTime(Interlocked.Read(ref _lastUsed));

    /// <exception cref="BrokersUnreachableException">Nobody is there, or nobody who speaks Kafka.</exception>
    public static async Task<BrokerConnection> Open(
        ITransport transport, BrokerAddress address, ClientOptions options, CancellationToken cancellationToken)
    {
        var raw = await transport.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
        var connection = new BrokerConnection(raw, address, options);
        try
        {
            connection.Versions = await connection.AskVersions(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch (ClientException failure)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw new BrokersUnreachableException(
                $"{address} did not say which versions it speaks: {failure.Message}", failure);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Sends the request in the highest version that both speak. What the version lacks is left out; the answer's
    /// bytes, if it has any, live as long as the answer.
    /// </summary>
    /// <param name="request">Not changed before the answer is there.</param>
    /// <param name="timeout">
    /// Longer than <see cref="ClientOptions.RequestTimeout"/> where the request itself waits.
    /// </param>
    /// <param name="versionMax">Where a higher one would mean something else.</param>
    /// <exception cref="UnsupportedByBrokerException">No version is in common.</exception>
    /// <exception cref="RequestTimeoutException">No answer came in time; the connection is closed.</exception>
    /// <exception cref="ConnectionLostException">It ended before the answer came.</exception>
    /// <exception cref="MalformedResponseException">The answer is none; the connection is closed.</exception>
    public async Task<TResponse> Send<TRequest, TResponse>(
        IRequest<TRequest, TResponse> request, TimeSpan timeout, short versionMax = short.MaxValue)
        where TRequest : IRequest<TRequest, TResponse>
        where TResponse : class, IResponse<TResponse>
    {
        // The frame is left to the garbage collector: nobody knows who keeps what of the answer.
        var reply = await SendBorrowed(request, timeout, versionMax).ConfigureAwait(false);
        return reply.Response;
    }

    /// <summary>The same for answers with records: their buffer is used again when the reply is disposed.</summary>
    public async Task<Reply<TResponse>> SendBorrowed<TRequest, TResponse>(
        IRequest<TRequest, TResponse> request, TimeSpan timeout, short versionMax = short.MaxValue)
        where TRequest : IRequest<TRequest, TResponse>
        where TResponse : class, IResponse<TResponse>
    {
        var version = VersionOf(request.Api, versionMax);
        var bytes = await Exchange(request, version, timeout, nameof(_options.RequestTimeout), hasResponse: true)
            .ConfigureAwait(false);
        return await Read<TResponse>(bytes, request.Api, version).ConfigureAwait(false);
    }

    /// <summary>For requests that the protocol does not answer; done when it was sent.</summary>
    public async Task SendUnanswered(IRequest request, TimeSpan timeout, short versionMax = short.MaxValue) =>
        await Exchange(
            request, VersionOf(request.Api, versionMax), timeout, nameof(_options.RequestTimeout), hasResponse: false)
            .ConfigureAwait(false);

    public ValueTask DisposeAsync() => _transport.DisposeAsync();

    private short VersionOf(ApiDescription api, short versionMax) => Versions.VersionOf(api, versionMax)
        ?? throw new UnsupportedByBrokerException(
            $"{Address} does not serve {api} in a version of {api.Versions}, which this client needs.");

    private async Task<ResponseFrame> Exchange(
        IRequest request, short version, TimeSpan timeout, string timeoutOption, bool hasResponse)
    {
        Interlocked.Exchange(ref _lastUsed, _options.Clock.GetTimestamp());
        var frame = new OutgoingFrame();
        var correlationId = Interlocked.Increment(ref _lastCorrelationId);
        RequestFrames.Write(frame, request, version, correlationId, _options.ClientId);
        var exchange = _transport.ExchangeAsync(frame, hasResponse);
        try
        {
            var bytes = await exchange.WaitAsync(timeout, _options.Clock).ConfigureAwait(false);
            return hasResponse ? await Own(bytes, correlationId, request).ConfigureAwait(false) : bytes;
        }
        catch (TimeoutException)
        {
            await DisposeAsync().ConfigureAwait(false);
            throw new RequestTimeoutException(
                $"{Address} did not answer {request.Api} within {timeout.TotalSeconds} s ({timeoutOption}).");
        }
        finally
        {
            await frame.DisposeAfter(exchange).ConfigureAwait(false);
        }
    }

    // Answers come in order; one that belongs to another request means that nothing here can be trusted any more.
    private async ValueTask<ResponseFrame> Own(ResponseFrame bytes, int correlationId, IRequest request)
    {
        var frame = new ReadOnlySequence<byte>(bytes.Bytes);
        if (ResponseFrames.TryReadCorrelationId(frame, out var answered) && answered == correlationId)
        {
            return bytes;
        }

        bytes.Dispose();
        await DisposeAsync().ConfigureAwait(false);
        throw new MalformedResponseException(
            $"{Address} answered request {answered} where {request.Api}, request {correlationId}, was next.");
    }

    private async Task<Reply<TResponse>> Read<TResponse>(ResponseFrame bytes, ApiDescription api, short version)
        where TResponse : class, IResponse
    {
        var frame = new ReadOnlySequence<byte>(bytes.Bytes);
        if (ResponseFrames.TryRead(frame, api, version, out var response, out var error))
        {
            return new Reply<TResponse>((TResponse)response, bytes, version);
        }

        bytes.Dispose();
        await DisposeAsync().ConfigureAwait(false);
        throw new MalformedResponseException($"{Address} answered {api} with what is no answer: {error}.");
    }

    // A broker that does not know the version answers in version 0 with an error, and what it does know (KIP-511).
    private async Task<BrokerVersions> AskVersions(CancellationToken cancellationToken)
    {
        var inquiry = new ApiVersionsRequest
        {
            ClientSoftwareName = SoftwareName,
            ClientSoftwareVersion = SoftwareVersion,
        };
        using var bytes = await Exchange(
            inquiry, InquiryVersion, _options.ConnectTimeout, nameof(_options.ConnectTimeout), hasResponse: true)
            .WaitAsync(cancellationToken).ConfigureAwait(false);
        var frame = new ReadOnlySequence<byte>(bytes.Bytes);
        var isRead = ResponseFrames.TryRead(frame, inquiry.Api, InquiryVersion, out var response, out var error)
            || ResponseFrames.TryRead(frame, inquiry.Api, version: 0, out response, out error);
        if (!isRead)
        {
            throw new MalformedResponseException($"its answer is none: {error}");
        }

        var versions = (ApiVersionsResponse)response!;
        return versions.Error is KafkaError.None or KafkaError.UnsupportedVersion
            ? new BrokerVersions(versions)
            : throw new ClientException(versions.Error, versions.Error.DefaultMessage());
    }
}
