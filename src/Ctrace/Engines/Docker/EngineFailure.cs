using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Ctrace.Core;

namespace Ctrace.Engines.Docker;

/// <summary>What can go wrong between ctrace and an engine, as lines for the user.</summary>
internal static class EngineFailure
{
    /// <summary>The most that is read of a refusal, in bytes.</summary>
    public const int LargestMessage = 64 * 1024;

    private const int Shown = 200;

    /// <summary>Whether the exception is the network's, HTTP's, JSON's or the clock's, and not a bug.</summary>
    public static bool IsExpected(Exception failure)
        => failure is HttpRequestException or IOException or SocketException or JsonException
            or OperationCanceledException or ObjectDisposedException;

    /// <summary>The line for an exception that <see cref="IsExpected"/>; the caller's own cancellation stays one.</summary>
    public static Exception From(Exception failure, DockerEndpoint endpoint, string target, TimeSpan limit, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return new OperationCanceledException(cancellation);
        }

        return failure switch
        {
            HttpRequestException { InnerException: CtraceException unreachable } => unreachable,
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => Foreign(endpoint, failure.Message, failure),
            OperationCanceledException => Unavailable(endpoint, target, $"no answer within {limit.TotalSeconds:0.###} s", failure),
            JsonException => Unavailable(endpoint, target, $"the answer is not what Docker's is: {failure.Message}", failure),
            _ => Unavailable(endpoint, target, "the connection was closed in the middle", failure),
        };
    }

    /// <summary>An HTTP status that means no, with the engine's own reason.</summary>
    public static CtraceException Refused(DockerEndpoint endpoint, string target, HttpStatusCode status, ReadOnlyMemory<byte> body)
        => Unavailable(endpoint, target, $"HTTP {(int)status}: {Message(body)}", null);

    /// <summary>More bytes than are accepted.</summary>
    public static CtraceException TooLarge(DockerEndpoint endpoint, string target, int limit)
        => Unavailable(endpoint, target, $"the answer is larger than {limit} bytes", null);

    /// <summary>Something listens there, but it is no engine.</summary>
    public static CtraceException Foreign(DockerEndpoint endpoint, string answer, Exception? inner = null)
        => new(FailureKind.Unavailable,
            $"what listens at {endpoint} is not a Docker engine: {Cut(answer)}", "set DOCKER_HOST to the engine's", inner);

    /// <summary>The reason in a refusal: <c>{"message":"..."}</c>, or whatever the body is. Untrusted text.</summary>
    public static string Message(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.Text("message") is { Length: > 0 } message)
            {
                return Cut(message);
            }
        }
        catch (JsonException)
        {
            // Proxies answer with HTML: shown as it is.
        }

        return body.IsEmpty ? "no reason given" : Cut(Encoding.UTF8.GetString(body.Span));
    }

    private static CtraceException Unavailable(DockerEndpoint endpoint, string target, string why, Exception? inner)
        => new(FailureKind.Unavailable,
            $"the Docker engine at {endpoint} did not answer GET {target.Split('?')[0]}: {why}", "see the engine's log", inner);

    private static string Cut(string text)
    {
        var line = text.Trim();
        return line.Length <= Shown ? line : $"{line[..Shown]}...";
    }
}
