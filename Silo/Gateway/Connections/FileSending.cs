using System.Buffers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cloud.Grains.Interfaces.Partitions;
using Microsoft.Win32.SafeHandles;

namespace Cloud.Gateway.Connections;

/// <summary>
/// Sends records from their file, by <c>sendfile(2)</c> where the system has it: the bytes never come into the process.
/// Only when the socket takes no more are some copied, as sending those is what waits for room.
/// </summary>
internal static partial class FileSending
{
    private const int CopiedBytes = 32 * 1024;
    private const int ErrorTryAgain = 11;
    private const int ErrorInterrupted = 4;
    private const int TcpLevel = 6;
    private const int TcpCork = 3;

    /// <summary>
    /// Between the two, what is sent leaves in full packets: the bytes around the records do not wake the client by
    /// themselves. Nothing is held back for longer than the system's 200 ms.
    /// </summary>
    /// <exception cref="SocketException">The client is gone.</exception>
    public static void Cork(Socket socket, bool isCorked)
    {
        if (OperatingSystem.IsLinux())
        {
            var value = isCorked ? 1 : 0;
            socket.SetRawSocketOption(TcpLevel, TcpCork, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)));
        }
    }

    /// <exception cref="SocketException">The client is gone.</exception>
    /// <exception cref="IOException">The file is shorter than the records, or cannot be read.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public static async ValueTask Send(
        Socket socket, LocalRecords records, ConnectionActivity activity, CancellationToken cancellation)
    {
        var sent = 0;
        while (sent < records.ByteCount)
        {
            if (OperatingSystem.IsLinux() && records.Handle is { } file)
            {
                sent += SendDirectly(socket.SafeHandle, file, records.FilePosition + sent, records.ByteCount - sent);
            }

            if (sent < records.ByteCount)
            {
                sent += await SendCopied(socket, records, sent, cancellation);
                activity.Touch();
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<int> SendCopied(
        Socket socket, LocalRecords records, int skipBytes, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(CopiedBytes);
        try
        {
            var byteCount = records.Read(buffer.AsSpan(0, CopiedBytes), skipBytes);
            if (byteCount == 0)
            {
                throw new IOException("The segment file ends before its records do.");
            }

            var sent = 0;
            while (sent < byteCount)
            {
                sent += await socket.SendAsync(buffer.AsMemory(sent, byteCount - sent), cancellation);
            }

            return sent;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Until the socket is full. What is wrong beyond that shows itself when the bytes are copied.
    private static int SendDirectly(SafeSocketHandle socket, SafeFileHandle file, long position, int byteCount)
    {
        var sent = 0;
        while (sent < byteCount)
        {
            var result = SendFile(socket, file, ref position, (nuint)(byteCount - sent));
            if (result > 0)
            {
                sent += (int)result;
            }
            else if (result == 0 || Marshal.GetLastPInvokeError() is not ErrorInterrupted)
            {
                break;
            }
        }

        return sent;
    }

    [LibraryImport("libc", EntryPoint = "sendfile64", SetLastError = true)]
    private static partial nint SendFile(SafeSocketHandle socket, SafeFileHandle file, ref long offset, nuint count);
}
