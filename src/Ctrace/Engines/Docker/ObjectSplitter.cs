using System.Buffers;
using System.Text.Json;

namespace Ctrace.Engines.Docker;

/// <summary>
/// Cuts a stream of JSON objects into objects, wherever the network has cut it. It only counts brackets outside strings; whether
/// an object is sound is for the parser to say. One that is larger than the limit is passed over without being kept.
/// </summary>
internal sealed class ObjectSplitter(int limit)
{
    private readonly ArrayBufferWriter<byte> _object = new();
    private long _depth;
    private long _length;
    private bool _inString;
    private bool _escaped;

    /// <summary>Whether the stream may end here: between two objects.</summary>
    public bool IsBetweenObjects => _depth == 0;

    /// <summary>Takes bytes from the front of the input until an object ends.</summary>
    /// <param name="input">What has arrived; what was not taken is left in it.</param>
    /// <param name="found">The object, valid until the next call; empty when it was larger than the limit.</param>
    /// <returns>False when the input has been used up before an object ended.</returns>
    /// <exception cref="JsonException">The stream is not one of JSON objects, and where the next begins cannot be known.</exception>
    public bool TryNext(ref ReadOnlySpan<byte> input, out ReadOnlyMemory<byte> found)
    {
        if (_depth == 0)
        {
            input = input.TrimStart(" \t\r\n"u8);
            _object.ResetWrittenCount();
            _length = 0;
        }

        for (var at = 0; at < input.Length; at++)
        {
            Step(input[at]);
            if (_depth == 0)
            {
                Keep(input[..(at + 1)]);
                input = input[(at + 1)..];
                found = _length > limit ? default : _object.WrittenMemory;
                return true;
            }
        }

        Keep(input);
        input = default;
        found = default;
        return false;
    }

    private void Step(byte character)
    {
        if (_inString)
        {
            // RFC 8259, section 7: no control characters within strings. One here means that a quote was lost.
            if (character < 0x20)
            {
                throw new JsonException("a control character within a string");
            }

            _inString = _escaped || character != '"';
            _escaped = !_escaped && character == '\\';
            return;
        }

        switch (character)
        {
            case (byte)'{' or (byte)'[' when _depth > 0 || character == '{':
                _depth++;
                break;
            case (byte)'}' or (byte)']' when _depth > 0:
                _depth--;
                break;
            case (byte)'"' when _depth > 0:
                _inString = true;
                break;
            default:
                if (_depth == 0)
                {
                    throw new JsonException($"byte 0x{character:x2} where an object should begin");
                }

                break;
        }
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        _length += part.Length;
        if (_length <= limit)
        {
            _object.Write(part);
        }
    }
}
