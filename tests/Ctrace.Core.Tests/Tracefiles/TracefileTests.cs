using System.Text;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Tracefiles;

/// <summary>Reader and writer together.</summary>
public sealed class TracefileTests
{
    [Fact]
    public void WhatIsWrittenReadsBackEqual() => Check(ArbitraryTrace.Any, trace =>
        TracefileReader.Read(Encoding.ASCII.GetBytes(TracefileWriter.Write(trace)), "t").Equals(trace));

    [Fact]
    public void WritingIsStable() => Check(ArbitraryTrace.Any, trace =>
    {
        var text = TracefileWriter.Write(trace);
        return TracefileWriter.Write(TracefileReader.Read(Encoding.ASCII.GetBytes(text), "t")) == text;
    });

    [Fact]
    public void TheFirstCtraceReadsIt() => Check(ArbitraryTrace.Any, trace =>
    {
        var (arch, capabilities, syscalls) = ReadAsTheFirstCtrace(TracefileWriter.Write(trace));
        return arch == trace.Architecture.Name
            && capabilities.SequenceEqual(trace.Capabilities.Keys)
            && syscalls.SequenceEqual(trace.Syscalls.Keys.Where(name => name.Architecture == trace.Architecture).Select(name => name.Name));
    });

    [Fact]
    public void OnlyPrintableAsciiIsWritten() => Check(ArbitraryTrace.Any, trace =>
        TracefileWriter.Write(trace).All(c => c is '\n' or (>= ' ' and <= '~')));

    [Fact]
    public void AnyBytesAreReadOrRefusedButNeverCrash() => Check(
        Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf().ToArbitrary(),
        bytes => ReadsOrRefuses(bytes));

    [Fact]
    public void ADamagedFileIsReadOrRefusedButNeverCrashes() => Check(
        (from trace in ArbitraryTrace.Any.Generator
         from at in Gen.Choose(0, 100_000)
         from value in Gen.Choose(0, 255)
         from cut in Gen.Choose(0, 100_000)
         let bytes = Encoding.ASCII.GetBytes(TracefileWriter.Write(trace))
         select (bytes, at, value, cut)).ToArbitrary(),
        damage =>
        {
            damage.bytes[damage.at % damage.bytes.Length] = (byte)damage.value;
            return ReadsOrRefuses(damage.bytes) && ReadsOrRefuses(damage.bytes[..(damage.cut % damage.bytes.Length)]);
        });

    /// <summary>
    /// The rules of the first reader, from its documentation and observed behaviour: a line for which Python's str.isupper
    /// holds starts a section, sections it does not know are passed over, blank lines do not count.
    /// </summary>
    private static (string Arch, IEnumerable<string> Capabilities, IEnumerable<string> Syscalls) ReadAsTheFirstCtrace(string text)
    {
        var sections = new Dictionary<string, SortedSet<string>>();
        var current = "";
        foreach (var line in text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0))
        {
            if (line.Any(char.IsUpper) && !line.Any(char.IsLower))
            {
                current = line;
                sections.TryAdd(current, new SortedSet<string>(StringComparer.Ordinal));
            }
            else
            {
                sections[current].Add(line);
            }
        }

        return (sections["ARCH"].Single(), sections["CAPABILITIES"], sections["SYSCALLS"]);
    }

    private static bool ReadsOrRefuses(byte[] bytes)
    {
        try
        {
            TracefileReader.Read(bytes, "t");
            return true;
        }
        catch (CtraceException refusal)
        {
            return refusal.Kind == FailureKind.Data && refusal.Message.StartsWith("t:", StringComparison.Ordinal);
        }
    }

    private static void Check<T>(Arbitrary<T> values, Func<T, bool> property) =>
        Check1(Prop.ForAll(values, property));

    private static void Check1(Property property) => property.Hold(300);
}
