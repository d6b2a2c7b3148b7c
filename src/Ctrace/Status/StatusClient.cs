using System.Buffers;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Ctrace.Core;
using Ctrace.Core.Status;
using Ctrace.Interop;

namespace Ctrace.Status;

/// <summary>Asks a running daemon.</summary>
internal static class StatusClient
{
    // 65536 containers with the longest names that there are take less.
    private const int MaxAnswer = 64 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks the daemon that listens at a path.</summary>
    /// <exception cref="CtraceException">Unavailable: nobody answers, or no daemon of this kind. Permission: only root may ask.</exception>
    public static DaemonStatus Ask(string path)
    {
        if (path.Length == 0 || Encoding.UTF8.GetByteCount(path) > Libc.UnixAddress.MaxPath)
        {
            throw new CtraceException(FailureKind.Usage, $"'{path}' cannot be the path of a socket: it must have 1 to {Libc.UnixAddress.MaxPath} bytes");
        }

        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        {
            SendTimeout = (int)Patience.TotalMilliseconds,
            ReceiveTimeout = (int)Patience.TotalMilliseconds,
        };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return StatusJson.Read(ReadAll(socket, path));
        }
        catch (SocketException failure)
        {
            throw failure.SocketErrorCode switch
            {
                SocketError.AccessDenied => new CtraceException(FailureKind.Permission, $"cannot ask the daemon at {path}: permission denied", "run as root", failure),
                SocketError.TimedOut or SocketError.WouldBlock => Silent(path),
                // What .NET makes of ENOENT.
                SocketError.AddressNotAvailable => Absent(path, "No such file or directory", failure),
                SocketError.ConnectionRefused => Absent(path, "nobody listens there", failure),
                _ => Absent(path, failure.Message, failure),
            };
        }
        catch (JsonException failure)
        {
            throw new CtraceException(FailureKind.Unavailable, $"what answers at {path} is no ctrace of this version", "name the daemon's socket with --socket", failure);
        }
    }

    private static CtraceException Absent(string path, string reason, Exception failure) =>
        new(FailureKind.Unavailable, $"no ctrace answers at {path}: {reason}", "start 'ctrace trace', or name its socket with --socket", failure);

    private static ReadOnlySpan<byte> ReadAll(Socket socket, string path)
    {
        var answer = new ArrayBufferWriter<byte>(1 << 16);
        var began = Stopwatch.GetTimestamp();
        while (socket.Receive(answer.GetSpan(1 << 16)) is var count and > 0)
        {
            answer.Advance(count);
            if (answer.WrittenCount > MaxAnswer || Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw Silent(path);
            }
        }

        return answer.WrittenSpan;
    }

    private static CtraceException Silent(string path) =>
        new(FailureKind.Unavailable, $"the daemon at {path} does not answer within {Patience.TotalSeconds:0} s", "it hangs, or is no ctrace: see its log");
}
