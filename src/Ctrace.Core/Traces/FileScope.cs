namespace Ctrace.Core.Traces;

/// <summary>How many files a <see cref="FileName"/> stands for.</summary>
public enum FileScope
{
    /// <summary>The one of that name.</summary>
    One,

    /// <summary>Any file directly in the directory: too many were seen to name each.</summary>
    Files,

    /// <summary>Any directory directly in the directory.</summary>
    Directories,
}
