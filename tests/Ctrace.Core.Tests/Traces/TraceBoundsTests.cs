using Ctrace.Core.Linux;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using FsCheck.Fluent;
using Xunit;
using Outcome = Ctrace.Core.Traces.Outcome;

namespace Ctrace.Core.Tests.Traces;

public sealed class TraceBoundsTests
{
    private static readonly Architecture Native = Architecture.X86_64;

    [Fact]
    public void ATraceOfAnyOrdinarySizeStaysAsItIs() =>
        Prop.ForAll(ArbitraryTrace.Any, trace => ReferenceEquals(trace.Executables, TraceBounds.Fit(trace).Executables) && trace.Equals(TraceBounds.Fit(trace))).Hold();

    [Fact]
    public void UnitingWithinTheBoundsIsMerging() =>
        Prop.ForAll(ArbitraryTrace.Of(Native), ArbitraryTrace.Of(Native), (one, other) => one.Merge(other).Equals(TraceBounds.Unite(one, other))).Hold();

    /// <summary>A container that executes 1090 names that nobody has seen, each the longest there is when it is escaped; run again and again.</summary>
    [Fact]
    public void ManyRunsOfManyNamesAlwaysFitAndNoCallIsLost()
    {
        var held = Run(0, "first");
        var text = 0;
        for (var run = 1; run <= 24; run++)
        {
            held = TraceBounds.Unite(held, Run(run, $"call_{run}"));
            text = held.Executables.Keys.Sum(path => path.Length);
        }

        Assert.True(text < 2 << 20, $"{text} characters are kept");
        var read = Reread(held);
        Assert.Equal(held, read);
        Assert.Equal(25, read.Syscalls.Count);
        Assert.Equal(25, read.Capabilities.Count);
        Assert.Equal(["incomplete"], read.Values(Fact.Executables));
        // What was there first stays.
        Assert.True(Run(0, "first").Executables.Keys.All(read.Executables.Contains));
    }

    [Fact]
    public void EverySectionIsBoundedAndSaysSo()
    {
        const int Many = 50_000;
        var numbers = Enumerable.Range(0, Many);
        var pad = new string('\u009b', 200);
        var calls = Enumerable.Range(0, 1400).Select(number => new SyscallName(Native, $"syscall_{number}")).ToArray();
        var large = new Trace(Native)
        {
            Syscalls = Counts<SyscallName>.Create(calls.Select(call => KeyValuePair.Create(call, ulong.MaxValue))),
            Capabilities = Counts<string>.Create(Capability.All.Select(each => KeyValuePair.Create(each.Name, ulong.MaxValue))),
            Denied = Counts<Outcome>.Create(numbers.Select(number => KeyValuePair.Create(new Outcome(calls[number % 1400], (number / 1400) + 1), 1ul))),
            Failed = Counts<Outcome>.Create(numbers.Select(number => KeyValuePair.Create(new Outcome(calls[number % 1400], (number / 1400) + 1), 1ul))),
            Arguments = RecordedArguments.Create(Enumerable.Range(0, 1400 * 30).Select(number =>
                KeyValuePair.Create(new CallArguments(calls[number % 1400], [.. Enumerable.Repeat(ulong.MaxValue - (ulong)number, 6)]), 1ul)), []),
            Executables = Counts<string>.Create(numbers.Select(number => KeyValuePair.Create($"/{number}{pad}", 1ul))),
            SyscallCallers = Callers<SyscallName>.Create(numbers.Select(number => KeyValuePair.Create(new ByCaller<SyscallName>(calls[0], Caller.Program($"/{number}{pad}")), 1ul))),
            CapabilityCallers = Callers<string>.Create(numbers.Select(number => KeyValuePair.Create(new ByCaller<string>("chown", Caller.Program($"/{number}{pad}")), 1ul))),
            Held = Callers<HeldCapability>.Create(numbers.Select(number => KeyValuePair.Create(
                new ByCaller<HeldCapability>(new HeldCapability(number == Many - 1 ? "chown" : "net_raw", Holding.Capset), Caller.Program($"/{number}{pad}")), 1ul))),
            Resources = new Resources
            {
                Files = FileSet.Create(numbers.Select(number => KeyValuePair.Create(new FileName($"/{number / 100}{pad}/{number}"), FileModes.Read))),
                Links = [.. numbers.Select(number => new FileLink($"/{number}", $"/{pad}"))],
                Mounts = [.. numbers.Select(number => new MountUse(MountKind.Mount, $"/{number}", pad, "tmpfs", 0))],
            },
            Facts = [.. numbers.Select(number => new Fact(Fact.Image, $"{number}{pad}"))],
        };
        var text = TracefileWriter.Write(large);
        Assert.True(text.Length <= TracefileReader.MaxSize, $"{text.Length} bytes");
        Assert.True(text.Split('\n').Count(line => line.Length > 0) <= TracefileReader.MaxLines);
        Assert.Equal(text, System.Text.Encoding.ASCII.GetString(TracefileWriter.WriteBytes(large)));

        var read = Reread(large);
        Assert.Equal(large.Syscalls, read.Syscalls);
        Assert.Equal(large.Capabilities, read.Capabilities);
        Assert.Equal(large.NeededCapabilities, read.NeededCapabilities);
        Assert.All(new[] { Fact.Executables, Fact.Callers, Fact.Outcomes, Fact.Files, Fact.Facts }, key => Assert.Equal(["incomplete"], read.Values(key)));
        // A call that has lost combinations has any; what is known of one is all of it.
        Assert.NotEmpty(read.Arguments.Any);
        Assert.All(read.Arguments.Seen.Keys.CountBy(entry => entry.Syscall), call => Assert.Equal(30, call.Value));
        Assert.Equal(text, TracefileWriter.Write(TraceBounds.Fit(large)));
    }

    private static Trace Reread(Trace trace) => TracefileReader.Read(TracefileWriter.WriteBytes(trace), "x");

    private static Trace Run(int run, string call)
    {
        var builder = new TraceBuilder(Native);
        builder.AddSyscall(new(Native, call), 1);
        builder.AddCapability($"capability_{run}", granted: true, 1);
        var pad = new string('\u009b', 225);
        for (var program = 0; program < 1090; program++)
        {
            builder.AddExecutable($"/tmp/x/{run}.{program}{pad}", 1);
        }

        return builder.Build();
    }
}
