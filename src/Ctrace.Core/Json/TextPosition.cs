namespace Ctrace.Core.Json;

/// <summary>A place in a text, both from 1 up; columns are characters.</summary>
internal readonly record struct TextPosition(int Line, int Column)
{
    /// <inheritdoc />
    public override string ToString() => $"{Line}:{Column}";
}
