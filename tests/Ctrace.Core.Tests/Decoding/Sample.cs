using System.Text;
using Ctrace.Core.Decoding;
using Ctrace.Core.Decoding.Capture;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Tests.Decoding;

/// <summary>A call that a test puts together, by name.</summary>
internal sealed record Sample(string Name, params ulong[] Arguments)
{
    private readonly List<CapturedMemory> _memory = [];

    public Architecture Architecture { get; init; } = Architecture.X86_64;

    public long? Result { get; init; } = 0;

    public FormatOptions Options { get; init; } = new() { ResultColumn = 0 };

    public TimeSpan Duration { get; init; }

    public Sample Enter(byte argument, params byte[] bytes) => With(argument, CapturePhase.Enter, CaptureKind.Fixed, bytes);

    public Sample Exit(byte argument, params byte[] bytes) => With(argument, CapturePhase.Exit, CaptureKind.Fixed, bytes);

    public Sample Text(byte argument, string text, bool truncated = false) =>
        With(argument, CapturePhase.Enter, CaptureKind.String, Encoding.Latin1.GetBytes(text), truncated);

    public TracedCall Call => new(Architecture, Syscalls.Number(Architecture, Name)!.Value, [.. Arguments], Result, Duration, [.. _memory]);

    public string Line => new CallFormatter(Options).Line(Call);

    /// <summary>32-bit numbers as they lie in memory.</summary>
    public static byte[] Words(params uint[] words) => [.. words.SelectMany(BitConverter.GetBytes)];

    /// <summary>64-bit numbers as they lie in memory.</summary>
    public static byte[] Longs(params ulong[] longs) => [.. longs.SelectMany(BitConverter.GetBytes)];

    private Sample With(byte argument, CapturePhase phase, CaptureKind kind, byte[] bytes, bool truncated = false)
    {
        _memory.Add(new(argument, phase, kind, Arguments[argument], bytes, truncated));
        return this;
    }
}
