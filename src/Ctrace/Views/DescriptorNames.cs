using Ctrace.Processes;

namespace Ctrace.Views;

/// <summary>
/// What file descriptors are, for -y: what proc(5) says at the moment that a call is printed. A call that closed its
/// descriptor, or whose process is gone, has the name that was seen last.
/// </summary>
internal sealed class DescriptorNames
{
    private const int AtFdcwd = -100, MostNames = 65536;

    private readonly Dictionary<(int Process, int Descriptor), string> _names = [];

    /// <summary>A descriptor's name, or that of the working directory; null when it is not known.</summary>
    public string? Of(int process, int descriptor)
    {
        var link = descriptor == AtFdcwd ? $"/proc/{process}/cwd" : $"/proc/{process}/fd/{descriptor}";
        if (ProcFiles.Link(link) is not { } name)
        {
            return _names.GetValueOrDefault((process, descriptor));
        }

        if (_names.Count >= MostNames)
        {
            _names.Clear();
        }

        return _names[(process, descriptor)] = name;
    }
}
