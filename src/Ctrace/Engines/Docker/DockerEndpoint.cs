using System.Net;
using System.Net.Sockets;
using Ctrace.Core;

namespace Ctrace.Engines.Docker;

/// <summary>Where an engine listens: a unix socket, or plain HTTP over TCP.</summary>
internal sealed class DockerEndpoint
{
    private const string DefaultSocket = "/var/run/docker.sock";

    // docker/cli opts/hosts.go: the port of plain HTTP when none is given.
    private const int DefaultPort = 2375;

    private readonly EndPoint _address;

    private DockerEndpoint(string name, EndPoint address) => (Name, _address) = (name, address);

    /// <summary>The default socket.</summary>
    public static DockerEndpoint Default { get; } = Unix(DefaultSocket);

    /// <summary>As the docker client writes it: <c>unix:///var/run/docker.sock</c>, <c>tcp://127.0.0.1:2375</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// The engine that the docker client would talk to: DOCKER_HOST, else the context (DOCKER_CONTEXT, else the one chosen by
    /// <c>docker context use</c>), else the default socket. docker/cli cli/command/cli.go, resolveContextName.
    /// </summary>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="CtraceException">Usage: ssh, TLS or something that is no endpoint; Data, NoInput: a broken context.</exception>
    public static DockerEndpoint Resolve(Func<string, string?> variable)
    {
        if (variable("DOCKER_HOST") is { Length: > 0 } host)
        {
            return Parse(host, secured: variable("DOCKER_TLS_VERIFY") is { Length: > 0 } || variable("DOCKER_TLS") is { Length: > 0 });
        }

        return DockerContext.Current(variable) ?? Default;
    }

    /// <summary>As <see cref="Resolve"/>, with this process's environment.</summary>
    public static DockerEndpoint FromEnvironment() => Resolve(Environment.GetEnvironmentVariable);

    /// <summary>Reads <c>unix:///PATH</c> or <c>tcp://HOST[:PORT]</c>.</summary>
    /// <param name="text">The endpoint. Untrusted.</param>
    /// <param name="secured">Whether TCP is to be spoken with TLS, which ctrace cannot do.</param>
    /// <exception cref="CtraceException">Usage.</exception>
    public static DockerEndpoint Parse(string text, bool secured = false)
    {
        const string unix = "unix://";
        if (text.StartsWith(unix, StringComparison.Ordinal))
        {
            var path = text[unix.Length..];
            return path.Length == 0 ? Default : Unix(path);
        }

        if (text.StartsWith("ssh://", StringComparison.Ordinal))
        {
            throw new CtraceException(FailureKind.Usage, $"cannot use the Docker engine at {text}: ssh is not supported",
                "run ctrace on the machine whose containers it traces");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme != "tcp" || uri.AbsolutePath is not ("" or "/")
            || uri.UserInfo.Length + uri.Query.Length + uri.Fragment.Length > 0)
        {
            throw new CtraceException(FailureKind.Usage, $"cannot use the Docker engine at {text}: not an address that ctrace knows",
                "set DOCKER_HOST to unix:///PATH or tcp://HOST:PORT");
        }

        if (secured)
        {
            throw new CtraceException(FailureKind.Usage, $"cannot use the Docker engine at {text}: TLS is not supported",
                "run ctrace on the engine's machine with DOCKER_HOST=unix:///var/run/docker.sock");
        }

        var host = uri.Host.Length == 0 ? "localhost" : uri.DnsSafeHost;
        return new DockerEndpoint(text, new DnsEndPoint(host, uri.IsDefaultPort ? DefaultPort : uri.Port));
    }

    /// <summary>Connects.</summary>
    /// <exception cref="CtraceException">Permission, Unavailable.</exception>
    public async Task<Stream> ConnectAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        while (true)
        {
            var socket = _address is UnixDomainSocketEndPoint
                ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
                : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(_address, limit.Token);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException full) when (full.SocketErrorCode is SocketError.WouldBlock or SocketError.TryAgain)
            {
                // unix(7): connect answers EAGAIN, and does not wait, while the backlog of the listener is full.
                socket.Dispose();
                await PauseAsync(timeout, limit.Token, cancellation);
            }
            catch (Exception failure) when (failure is SocketException or OperationCanceledException)
            {
                socket.Dispose();
                throw Failure(failure, timeout, cancellation);
            }
        }
    }

    /// <inheritdoc />
    public override string ToString() => Name;

    private static DockerEndpoint Unix(string path)
    {
        if (path[0] != '/' || path.Contains('\0'))
        {
            throw new CtraceException(FailureKind.Usage, $"cannot use the Docker engine at unix://{path}: the path is not absolute",
                "set DOCKER_HOST to unix:///PATH");
        }

        try
        {
            return new DockerEndpoint($"unix://{path}", new UnixDomainSocketEndPoint(path));
        }
        catch (ArgumentOutOfRangeException tooLong)
        {
            // unix(7): sun_path has 108 bytes.
            throw new CtraceException(FailureKind.Usage,
                $"cannot use the Docker engine at unix://{path}: the path is too long for a socket",
                "set DOCKER_HOST to a path of at most 107 bytes", tooLong);
        }
    }

    private async Task PauseAsync(TimeSpan timeout, CancellationToken limit, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(20, limit);
        }
        catch (OperationCanceledException late)
        {
            throw Failure(late, timeout, cancellation);
        }
    }

    private Exception Failure(Exception failure, TimeSpan timeout, CancellationToken cancellation) => failure switch
    {
        _ when cancellation.IsCancellationRequested => new OperationCanceledException(cancellation),
        SocketException { SocketErrorCode: SocketError.AccessDenied } => new CtraceException(FailureKind.Permission,
            $"cannot reach the Docker engine at {Name}: Permission denied", "run as root, or as a member of the socket's group", failure),
        SocketException refused => new CtraceException(FailureKind.Unavailable,
            $"cannot reach the Docker engine at {Name}: {Reason(refused)}", "start it, or set DOCKER_HOST", failure),
        _ => new CtraceException(FailureKind.Unavailable,
            $"cannot reach the Docker engine at {Name}: no connection within {timeout.TotalSeconds:0.###} s",
            "start it, or set DOCKER_HOST", failure),
    };

    /// <summary>The class library calls ENOENT "Cannot assign requested address", and ENOTDIR an unknown error.</summary>
    private string Reason(SocketException failure)
        => _address is UnixDomainSocketEndPoint path
            && (failure.SocketErrorCode == SocketError.AddressNotAvailable || !Path.Exists(path.ToString()))
            ? "No such file or directory"
            : failure.Message;
}
