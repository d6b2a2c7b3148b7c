using System.Text;

namespace Ctrace.Tests.Engines.Docker;

/// <summary>HTTP answers as an engine writes them.</summary>
internal static class Http
{
    public const string EventsHead = "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

    public static string Json(string body, int status = 200) => Answer(body, "application/json", status);

    public static string Ok(string body, string type) => Answer(body, type, 200);

    /// <summary>One HTTP chunk.</summary>
    public static byte[] Chunk(ReadOnlySpan<byte> data)
        => [.. Encoding.ASCII.GetBytes($"{data.Length:x}\r\n"), .. data, .. "\r\n"u8];

    /// <summary>One HTTP chunk.</summary>
    public static byte[] Chunk(string data) => Chunk(Encoding.UTF8.GetBytes(data));

    private static string Answer(string body, string type, int status)
        => $"HTTP/1.1 {status} Whatever\r\nApi-Version: 1.41\r\nContent-Type: {type}\r\nConnection: close\r\n"
            + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";
}
