namespace Ctrace.Core.Decoding.Layouts;

/// <summary>The structures by the names that tables/decoding.csv gives them.</summary>
internal static class LayoutTable
{
    private static readonly Dictionary<string, Layout> Layouts = new(StringComparer.Ordinal)
    {
        ["address"] = new(4, 8, ValueLayouts.Address),
        ["bpf_program"] = new(8, 16, SystemLayouts.BpfProgram),
        ["cap_data"] = new(24, SystemLayouts.CapabilityData),
        ["cap_header"] = new(8, SystemLayouts.CapabilityHeader),
        ["epoll_event"] = new(12, ValueLayouts.EpollEvent),
        ["fd-pair"] = new(8, ValueLayouts.DescriptorPair),
        ["flock"] = new(16, 32, FileLayouts.Flock),
        ["flock64"] = new(24, FileLayouts.Flock64),
        ["id"] = new(4, ValueLayouts.Id),
        ["id16"] = new(2, ValueLayouts.Id16),
        ["int"] = new(4, ValueLayouts.Int),
        ["itimerspec"] = new(16, 32, TimeLayouts.Itimerspec),
        ["itimerspec64"] = new(32, TimeLayouts.Itimerspec64),
        ["itimerval"] = new(16, 32, TimeLayouts.Itimerval),
        ["loff"] = new(8, ValueLayouts.Offset64),
        ["mmap_arguments"] = new(24, 48, ValueLayouts.MmapArguments),
        ["offset"] = new(4, 8, ValueLayouts.Offset),
        ["offset64"] = new(8, ValueLayouts.Offset64),
        ["old_sigaction"] = new(16, 32, SignalLayouts.OldSigaction),
        ["open_how"] = new(24, FileLayouts.OpenHow),
        ["rlimit"] = new(8, 16, SystemLayouts.Rlimit),
        ["rlimit64"] = new(16, SystemLayouts.Rlimit64),
        ["rusage"] = new(72, 144, SystemLayouts.Rusage),
        ["sigaction"] = new(20, 32, SignalLayouts.Sigaction),
        ["sigevent"] = new(64, SignalLayouts.Sigevent),
        ["siginfo"] = new(128, SignalLayouts.Siginfo),
        ["signal"] = new(4, ValueLayouts.Signal),
        ["sigset32"] = new(4, SignalLayouts.Set32),
        ["socketcall_arguments"] = new(12, 24, ValueLayouts.SocketcallArguments),
        ["stack"] = new(12, 24, SignalLayouts.Stack),
        ["stat"] = new(64, 144, FileLayouts.Stat),
        ["stat64"] = new(96, FileLayouts.Stat64),
        ["statfs"] = new(64, 120, FileLayouts.Statfs),
        ["statfs64"] = new(84, FileLayouts.Statfs64),
        ["statx"] = new(256, FileLayouts.Statx),
        ["sysinfo"] = new(64, 112, SystemLayouts.Sysinfo),
        ["termios"] = new(36, TerminalLayouts.Termios),
        ["time"] = new(4, 8, TimeLayouts.Time),
        ["time-pair"] = new(8, 16, TimeLayouts.TimePair),
        ["timer"] = new(4, ValueLayouts.Int),
        ["timespec"] = new(8, 16, TimeLayouts.Timespec),
        ["timespec-pair"] = new(16, 32, TimeLayouts.TimespecPair),
        ["timespec64"] = new(16, TimeLayouts.Timespec64),
        ["timespec64-pair"] = new(32, TimeLayouts.Timespec64Pair),
        ["timeval"] = new(8, 16, TimeLayouts.Timeval),
        ["timeval-pair"] = new(16, 32, TimeLayouts.TimevalPair),
        ["timezone"] = new(8, TimeLayouts.Timezone),
        ["tms"] = new(16, 32, TimeLayouts.Tms),
        ["uint"] = new(4, ValueLayouts.UInt),
        ["utsname"] = new(390, SystemLayouts.Utsname),
        ["winsize"] = new(8, SystemLayouts.Winsize),
    };

    /// <summary>A structure by its name.</summary>
    public static Layout Find(string name) => Layouts[name];
}
