using System.Net;

namespace Ctrace.Engines.Docker;

/// <summary>A whole HTTP answer, its body within the bound that was asked for.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ApiVersion">The Api-Version header, which every engine sends, or empty.</param>
/// <param name="Date">The engine's clock as of the answer, in whole seconds; null when it does not say.</param>
/// <param name="Body">The body's bytes.</param>
internal readonly record struct EngineAnswer(HttpStatusCode Status, string ApiVersion, DateTimeOffset? Date, ReadOnlyMemory<byte> Body);
