namespace Ctrace.Core.Decoding;

/// <summary>How calls are printed; the names are those of strace's options.</summary>
internal sealed record FormatOptions
{
    /// <summary>-s: how many bytes of a string or buffer are shown, paths excepted; from 0 to <see cref="MostBytes"/>.</summary>
    public int StringLimit { get; init; } = 32;

    /// <summary>The largest <see cref="StringLimit"/>.</summary>
    public const int MostBytes = 4096;

    /// <summary>-a: the column in which the result stands, where the call is not longer.</summary>
    public int ResultColumn { get; init; } = 40;

    /// <summary>-T: the time spent in the call follows its result.</summary>
    public bool ShowsDuration { get; init; }

    /// <summary>-y: a file descriptor is followed by what <see cref="CallFormatter"/> is told that it is.</summary>
    public bool ShowsDescriptors { get; init; }
}
