namespace Ctrace.Recordings;

/// <summary>Who gave a container the label that asks for a tracefile.</summary>
internal enum LabelSource
{
    /// <summary>Whoever made the container: its image has no such label, or another value.</summary>
    Container,

    /// <summary>The image's author, or whoever gave the container the same value again: the engine does not tell these apart.</summary>
    Image,

    /// <summary>The engine does not know the image any more, or does not answer.</summary>
    Unknown,
}
