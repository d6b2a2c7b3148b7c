using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ctrace.Core.Status;

/// <summary>A status on its way from the daemon to who asked: one JSON object. Members that a reader does not know are passed over.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(DaemonStatus))]
internal sealed partial class StatusJson : JsonSerializerContext
{
    /// <summary>As it is sent.</summary>
    public static byte[] Write(DaemonStatus status) => JsonSerializer.SerializeToUtf8Bytes(status, Default.DaemonStatus);

    /// <summary>For people, and programs that like it so: indented, and with a line's end.</summary>
    public static string Text(DaemonStatus status) =>
        Printable.EscapeJson(JsonStyle.Text(json => JsonSerializer.Serialize(json, status, Default.DaemonStatus)));

    /// <summary>Reads what a daemon sent.</summary>
    /// <exception cref="JsonException">It is no status.</exception>
    public static DaemonStatus Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, Default.DaemonStatus) ?? throw new JsonException("null where a status belongs");
}
