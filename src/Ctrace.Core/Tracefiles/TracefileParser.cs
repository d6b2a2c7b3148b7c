using System.Globalization;
using System.Text;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Tracefiles;

/// <summary>Goes through one tracefile line by line. Each heading chooses what reads the lines below it.</summary>
internal sealed class TracefileParser(string file)
{
    private readonly List<KeyValuePair<SyscallName, ulong>> _syscallCounts = [];
    private readonly List<KeyValuePair<string, ulong>> _capabilityCounts = [];
    private readonly List<KeyValuePair<string, ulong>> _executables = [];
    private readonly TracefileResources _resources = new();
    private readonly HashSet<string> _headings = new(StringComparer.Ordinal);
    private Architecture? _architecture;
    private TraceBuilder? _builder;
    private Action<string>? _section;
    private int _number;
    private int _lines;

    private Architecture Architecture => _architecture ?? throw Fault("an architecture below ARCH", "none");

    private TraceBuilder Builder => _builder ??= new TraceBuilder(Architecture);

    public Trace Parse(ReadOnlySpan<byte> content)
    {
        foreach (var range in content.Split((byte)'\n'))
        {
            _number++;
            var line = content[range].Trim(" \t\r"u8);
            if (line.Length > TracefileReader.MaxLine)
            {
                throw Fault($"a line of at most {TracefileReader.MaxLine} bytes", $"{line.Length} bytes");
            }

            if (line.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
            {
                throw Fault("printable ASCII", Quoted(Encoding.UTF8.GetString(line)));
            }

            if (line.Length > 0)
            {
                if (++_lines > TracefileReader.MaxLines)
                {
                    throw Fault($"at most {TracefileReader.MaxLines} lines", "more");
                }

                Read(Encoding.ASCII.GetString(line));
            }
        }

        foreach (var heading in (string[])[TracefileSection.Arch, TracefileSection.Capabilities, TracefileSection.NativeSyscalls])
        {
            if (!_headings.Contains(heading))
            {
                throw Fault($"the section {heading}", _headings.Count == 0 ? "an empty file" : "the end of the file; it may be cut off");
            }
        }

        return Finish();
    }

    private void Read(string line)
    {
        if (TracefileSection.IsHeading(line))
        {
            _section = Section(line);
            _headings.Add(line);
        }
        else if (_section is null)
        {
            throw Fault($"the section {TracefileSection.Arch}", Quoted(line));
        }
        else
        {
            _section(line);
        }
    }

    private Action<string> Section(string heading)
    {
        if (heading == TracefileSection.Arch)
        {
            return ReadArchitecture;
        }

        if (_headings.Count == 0)
        {
            throw Fault($"the section {TracefileSection.Arch} first", Quoted(heading));
        }

        if (Architecture.Family.Skip(1).FirstOrDefault(other => heading == TracefileSection.Syscalls(other)) is { } architecture)
        {
            return line => Builder.AddSyscall(new SyscallName(architecture, Name(line)), 0);
        }

        if (_resources.Reader(heading) is { } reader)
        {
            return line => _ = reader.TryRead(line) ? true : throw Fault(reader.Expected, Quoted(line));
        }

        return heading switch
        {
            TracefileSection.Capabilities => line => Builder.AddCapability(Capability(line), true, 0),
            TracefileSection.NativeSyscalls => line => Builder.AddSyscall(new SyscallName(Architecture, Name(line)), 0),
            TracefileSection.Format => ReadFormat,
            TracefileSection.SyscallCounts => ReadSyscallCount,
            TracefileSection.SyscallsDenied => line => ReadOutcome(line, Builder.AddDenied),
            TracefileSection.SyscallsFailed => line => ReadOutcome(line, Builder.AddFailed),
            TracefileSection.Arguments => ReadArguments,
            TracefileSection.CapabilityCounts => line => ReadCapabilityCount(line, (name, count) => _capabilityCounts.Add(new(name, count))),
            TracefileSection.CapabilitiesDenied => line => ReadCapabilityCount(line, (name, count) => Builder.AddCapability(name, false, count)),
            TracefileSection.Executables => ReadExecutable,
            TracefileSection.SyscallRefusals => line => ReadCaller(line, "an architecture, a syscall, an error, values or -, a count", ReadRefusal),
            TracefileSection.CapabilityRefusals => line => ReadCaller(line, "a capability, own or container, a count", ReadCapabilityRefusal),
            TracefileSection.SyscallCallers => line => ReadCaller(line, "an architecture, a syscall, milliseconds", (fields, caller, first) => Builder.AddCaller(Syscall(fields[0], fields[1]), caller, first)),
            TracefileSection.CapabilityCallers => line => ReadCaller(line, "a capability, milliseconds", (fields, caller, first) => Builder.AddCaller(Capability(fields[0]), caller, first)),
            TracefileSection.CapabilitiesHeld => line => ReadCaller(line, "a capability, where it was held, milliseconds", (fields, caller, first) => Builder.AddHeld(new HeldCapability(Capability(fields[0]), Held(fields[1])), caller, first)),
            TracefileSection.CallsRefused => line => ReadCaller(line, RefusedLine.Expected, ReadRefusedCall),
            TracefileSection.SyscallsLast => ReadSyscallLast,
            TracefileSection.CapabilitiesLast => ReadCapabilityLast,
            TracefileSection.Starts => line => Builder.AddStart(StartLine.TryRead(line, out var start) ? start : throw Fault(StartLine.Expected, Quoted(line))),
            TracefileSection.SyscallFirsts => line => ReadFirst(line, 2, (fields, first) => Builder.AddFirst(Syscall(fields[0], fields[1]), first)),
            TracefileSection.CapabilityFirsts => line => ReadFirst(line, 1, (fields, first) => Builder.AddFirst(Capability(fields[0]), first)),
            TracefileSection.Facts => ReadFact,
            TracefileSection.Lost => line => Builder.AddLost(Number(line)),
            _ => throw Fault($"a section that format {TracefileReader.Format} has on {Architecture} (CAPABILITIES, SYSCALLS, ...)", Quoted(heading)),
        };
    }

    private void ReadArchitecture(string line)
    {
        var found = Architecture.Find(line)
            ?? throw Fault($"an architecture ({string.Join(", ", Architecture.All)})", Quoted(line));
        if (_architecture is not null && _architecture != found)
        {
            throw Fault($"one architecture, {_architecture}", Quoted(line));
        }

        _architecture = found;
    }

    private void ReadFormat(string line)
    {
        if (Number(line) is < 1 or > TracefileReader.Format)
        {
            throw new CtraceException(FailureKind.Data, $"{file}:{_number}: expected format 1 to {TracefileReader.Format}, found format {line}",
                "the file was written by a newer ctrace: use that one");
        }
    }

    private void ReadSyscallCount(string line)
    {
        var fields = Fields(line, 3, "an architecture, a syscall and a number");
        _syscallCounts.Add(new(Syscall(fields[0], fields[1]), Number(fields[2])));
    }

    private void ReadOutcome(string line, Action<SyscallName, int, ulong> add)
    {
        var fields = Fields(line, 4, "an architecture, a syscall, an error and a number");
        add(Syscall(fields[0], fields[1]), Error(fields[2]), Number(fields[3]));
    }

    private void ReadArguments(string line)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var call = fields.Length > 2 ? Syscall(fields[0], fields[1]) : throw Fault(ArgumentLine.Expected, Quoted(line));
        if (!ArgumentLine.TryAdd(Builder, call, fields.AsSpan(2)))
        {
            throw Fault(ArgumentLine.Expected, Quoted(line));
        }
    }

    private void ReadCapabilityCount(string line, Action<string, ulong> add)
    {
        var fields = Fields(line, 2, "a capability and a number");
        add(Capability(fields[0]), Number(fields[1]));
    }

    private void ReadExecutable(string line)
    {
        var end = line.IndexOf(' ', StringComparison.Ordinal) is var at && at < 0 ? line.Length : at;
        _executables.Add(new(Text(line[end..]), Number(line[..end])));
    }

    /// <param name="line">The line.</param>
    /// <param name="expected">What stands in front of the caller, a field between commas, a number the last.</param>
    /// <param name="add">Takes the fields.</param>
    private void ReadCaller(string line, string expected, Action<string[], Caller, ulong> add)
    {
        var names = expected.Count(',');
        var fields = line.Split(' ', names + 1, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length <= names || !CallerLine.TryRead(fields[names], out var caller, out var first))
        {
            throw Fault($"{expected}, {CallerLine.Expected}", Quoted(line));
        }

        add(fields, caller, first);
    }

    private void ReadFirst(string line, int names, Action<string[], Moment> add)
    {
        var fields = Fields(line, names + 2, $"a name, {StartLine.ExpectedMoment}");
        add(fields, StartLine.TryRead(fields[names], fields[names + 1], out var first) ? first : throw Fault(StartLine.ExpectedMoment, Quoted(line)));
    }

    private void ReadRefusal(string[] fields, Caller caller, ulong count)
    {
        var call = Syscall(fields[0], fields[1]);
        if (!RefusalLine.TryArguments(call, fields[3], out var arguments))
        {
            throw Fault(RefusalLine.ExpectedArguments, Quoted(fields[3]));
        }

        Builder.AddRefusal(call, Error(fields[2]), caller, arguments, count);
    }

    private void ReadCapabilityRefusal(string[] fields, Caller caller, ulong count)
    {
        var isOwn = RefusalLine.TryReason(fields[1], out var own) ? own : throw Fault(RefusalLine.ExpectedReason, Quoted(fields[1]));
        Builder.AddRefusal(new CapabilityRefusal(Capability(fields[0]), isOwn, caller), count);
    }

    private void ReadRefusedCall(string[] fields, Caller caller, ulong count)
    {
        var profile = TracefileText.TryUnescapeField(fields[1], out var name) ? name : throw Fault("a profile's name, or -", Quoted(fields[1]));
        var call = Syscall(fields[2], fields[3]);
        var answer = RefusedCall.IsAnswer(fields[4]) ? fields[4] : throw Fault(RefusedLine.ExpectedAnswer, Quoted(fields[4]));
        if (!RefusalLine.TryArguments(call, fields[5], out var arguments))
        {
            throw Fault(RefusalLine.ExpectedArguments, Quoted(fields[5]));
        }

        Builder.AddRefused(new RefusedCall(profile, call, answer, arguments, caller), new Sighting(Moment(fields[0]), count));
    }

    private void ReadSyscallLast(string line)
    {
        var fields = Fields(line, 3, $"an architecture, a syscall and {MomentText.Expected}");
        Builder.AddLast(Syscall(fields[0], fields[1]), Moment(fields[2]));
    }

    private void ReadCapabilityLast(string line)
    {
        var fields = Fields(line, 2, $"a capability and {MomentText.Expected}");
        Builder.AddLast(Capability(fields[0]), Moment(fields[1]));
    }

    private void ReadFact(string line)
    {
        var end = line.IndexOf(' ', StringComparison.Ordinal) is var at && at < 0 ? line.Length : at;
        var key = line[..end];
        Builder.AddFact(Fact.IsKey(key) ? key : throw Fault("a key (a-z, 0-9, -)", Quoted(key)), Text(line[end..]));
    }

    private Trace Finish()
    {
        // The sections of names are the truth, so that a name can be taken out by hand with its one line.
        var named = Builder.Build();
        foreach (var (syscall, count) in _syscallCounts.Where(entry => named.Syscalls.Contains(entry.Key)))
        {
            Builder.AddSyscall(syscall, count);
        }

        foreach (var (capability, count) in _capabilityCounts.Where(entry => named.Capabilities.Contains(entry.Key)))
        {
            Builder.AddCapability(capability, true, count);
        }

        var whole = Builder.Build();
        return whole with
        {
            Arguments = whole.Arguments.Only(whole.Syscalls.Contains),
            SyscallsLast = whole.SyscallsLast.Only(whole.Syscalls.Contains),
            CapabilitiesLast = whole.CapabilitiesLast.Only(whole.Capabilities.Contains),
            SyscallCallers = whole.SyscallCallers.Of(whole.Syscalls.Contains),
            CapabilityCallers = whole.CapabilityCallers.Of(whole.Capabilities.Contains),
            Executables = Counts<string>.Create(_executables),
            Resources = _resources.Build(),
            Life = whole.Life.Only(whole.Syscalls.Contains, whole.NeededCapabilities.ToHashSet(StringComparer.Ordinal).Contains),
        };
    }

    private SyscallName Syscall(string architecture, string name) =>
        Architecture.Family.FirstOrDefault(one => one.Name == architecture) is { } found
            ? new SyscallName(found, Name(name))
            : throw Fault($"an architecture ({string.Join(", ", Architecture.Family)})", Quoted(architecture));

    private string Name(string text) =>
        KernelName.IsValid(text) ? text : throw Fault("a name (a-z, 0-9, _)", Quoted(text));

    private string Capability(string text) => Name(text.StartsWith("cap_", StringComparison.Ordinal) ? text[4..] : text);

    private Holding Held(string text) => HeldLine.TryRead(text, out var holding) ? holding : throw Fault(HeldLine.Expected, Quoted(text));

    private int Error(string text) => char.IsAsciiDigit(text[0])
        ? Number(text) is >= 1 and <= Outcome.MaxErrno and var number ? (int)number : throw Fault($"an error number, 1 to {Outcome.MaxErrno}", Quoted(text))
        : Errno.Number(text) ?? throw Fault("an error (ENOENT, ...)", Quoted(text));

    private long Moment(string text) => MomentText.TryRead(text, out var seconds) ? seconds : throw Fault(MomentText.Expected, Quoted(text));

    private ulong Number(string text) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw Fault($"a number, at most {ulong.MaxValue}", Quoted(text));

    private string Text(string text) => TracefileText.TryUnescape(text.AsSpan().TrimStart(' '), out var result)
        ? result
        : throw Fault(@"text with the escapes \\, \xHH (80 to ff) and \u{HEX}", Quoted(text.TrimStart()));

    private string[] Fields(string line, int count, string expected) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is var fields && fields.Length == count ? fields : throw Fault(expected, Quoted(line));

    private CtraceException Fault(string expected, string found) =>
        new(FailureKind.Data, $"{file}:{_number}: expected {expected}, found {found}",
            _number == 1 && found.StartsWith("'{", StringComparison.Ordinal) ? "it looks like a seccomp profile, where a tracefile belongs" : "correct the line, or move the file away and record again");

    private static string Quoted(string text) => $"'{(text.Length <= 80 ? text : text[..80] + "...")}'";
}
