using System.Buffers.Binary;
using System.Text;
using Xunit;

namespace Ctrace.Tests.Probes;

/// <summary>
/// What a program and the functions that it calls need of the stack is what old kernels have, whatever kernel runs here: they add up the deepest
/// chain of calls, and refuse a program that needs more (kernel/bpf/verifier.c, check_max_stack_depth, before Linux 6.13 for all programs).
/// </summary>
public sealed class ObjectStacksTests
{
    // include/linux/filter.h, MAX_BPF_STACK; include/linux/bpf_verifier.h, MAX_CALL_FRAMES; each frame is rounded up to 32 bytes.
    private const int MostBytes = 512, MostFrames = 8, Step = 32;

    /// <summary>Is loaded where its tracepoint is, from Linux 6.14 on: where it needs too much, another way to see capability checks takes its place.</summary>
    private const string New = "on_capability";

    public static TheoryData<string> Objects => ObjectSymbolsTests.Objects;

    [Theory]
    [MemberData(nameof(Objects))]
    public void NoChainOfCallsNeedsMoreThanOldKernelsHave(string name)
    {
        var functions = Functions(name);
        Assert.NotEmpty(functions);
        Assert.All(functions.Values.Where(function => function.Name != New), function =>
        {
            var (bytes, frames) = Deepest(functions, function);
            Assert.True(bytes <= MostBytes && frames <= MostFrames, $"{function.Name} needs {bytes} bytes in {frames} frames");
        });
    }

    private static (int Bytes, int Frames) Deepest(IReadOnlyDictionary<(int Section, int At), Function> functions, Function function)
    {
        var (bytes, frames) = function.Calls.Select(call => Deepest(functions, functions[call])).Append(default).Aggregate((one, other) => (Math.Max(one.Item1, other.Item1), Math.Max(one.Item2, other.Item2)));
        return (bytes + ((Math.Max(function.Stack, 1) + Step - 1) / Step * Step), frames + 1);
    }

    /// <summary>All functions, by where they begin (elf(5): STT_FUNC).</summary>
    private static Dictionary<(int Section, int At), Function> Functions(string resource)
    {
        const int SymbolTable = 2, Relocations = 9, IsFunction = 2;
        var sections = ObjectSection.Of(resource);
        var table = sections.Single(section => section.Type == SymbolTable);
        var names = sections[table.Link].Content.Span;
        var symbols = new List<(string Name, int Type, int Section, int At, int Size)>();
        for (var left = table.Content.Span; left.Length >= 24; left = left[24..])
        {
            var at = BinaryPrimitives.ReadInt32LittleEndian(left);
            symbols.Add((Encoding.ASCII.GetString(names[at..(at + names[at..].IndexOf((byte)0))]), left[4] & 0xf, BinaryPrimitives.ReadInt16LittleEndian(left[6..]),
                (int)BinaryPrimitives.ReadInt64LittleEndian(left[8..]), (int)BinaryPrimitives.ReadInt64LittleEndian(left[16..])));
        }

        var relocated = new Dictionary<(int Section, int At), (int Section, int At)>();
        foreach (var section in sections.Where(section => section.Type == Relocations))
        {
            for (var left = section.Content.Span; left.Length >= 16; left = left[16..])
            {
                var symbol = symbols[BinaryPrimitives.ReadInt32LittleEndian(left[12..])];
                relocated[(section.Info, (int)BinaryPrimitives.ReadInt64LittleEndian(left))] = (symbol.Section, symbol.Type == IsFunction ? symbol.At : -1);
            }
        }

        return symbols.Where(symbol => symbol.Type == IsFunction).ToDictionary(symbol => (symbol.Section, symbol.At),
            symbol => Read(symbol.Name, symbol.Section, symbol.At, sections[symbol.Section].Content.Span.Slice(symbol.At, symbol.Size), relocated));
    }

    /// <summary>What an instruction does with the frame's register, and whom it calls (Documentation/bpf/standardization/instruction-set.rst).</summary>
    private static Function Read(string name, int section, int start, ReadOnlySpan<byte> code, Dictionary<(int Section, int At), (int Section, int At)> relocated)
    {
        const int Frame = 10, Load = 1, StoreValue = 2, Store = 3, Copy = 0xbf, AddValue = 0x07, Call = 0x85, OfProgram = 1, Wide = 0x18;
        var (stack, calls, copies) = (0, new List<(int, int)>(), new bool[16]);
        for (var at = 0; at < code.Length; at += 8)
        {
            var (what, to, from) = (code[at], code[at + 1] & 0xf, code[at + 1] >> 4);
            var (offset, value) = (BinaryPrimitives.ReadInt16LittleEndian(code[(at + 2)..]), BinaryPrimitives.ReadInt32LittleEndian(code[(at + 4)..]));
            switch (what & 7)
            {
                case Load when from == Frame:
                case StoreValue or Store when to == Frame:
                    stack = Math.Max(stack, -offset);
                    break;
            }

            if (what == AddValue && copies[to])
            {
                stack = Math.Max(stack, -value);
            }

            if (what == Call && from == OfProgram)
            {
                var next = (Section: section, At: start + at + 8 + (value * 8));
                if (relocated.TryGetValue((section, start + at), out var target))
                {
                    next = target.At >= 0 ? target : (target.Section, (value + 1) * 8);
                }

                calls.Add(next);
            }

            copies[to] = what == Copy && from == Frame;
            at += what == Wide ? 8 : 0;
        }

        return new Function(name, stack, calls);
    }

    private sealed record Function(string Name, int Stack, IReadOnlyList<(int Section, int At)> Calls);
}
