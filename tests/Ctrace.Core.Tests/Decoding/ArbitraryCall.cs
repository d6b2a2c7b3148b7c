using System.Buffers.Binary;
using System.Collections.Immutable;
using Ctrace.Core.Decoding;
using Ctrace.Core.Decoding.Capture;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Tests.Decoding;

/// <summary>
/// Calls as a hostile program makes them: any registers, any memory. The copies are those of the plan, so that decoders get
/// as far as they can; some are cut short, and what they point to is there too.
/// </summary>
internal sealed class ArbitraryCall(Random random)
{
    private static readonly ulong[] Telling = [0, 1, 2, 3, 4, 5, 6, 17, 32, 64, 100, 0x5401, 0x541b, uint.MaxValue, ulong.MaxValue, 0xffff_ff9c, 1UL << 63];

    public TracedCall Next()
    {
        var architecture = Architecture.All[random.Next(Architecture.All.Count)];
        var numbers = Syscalls.All(architecture);
        var number = random.Next(20) == 0 ? random.Next() : numbers[random.Next(numbers.Count)].Number;
        ImmutableArray<ulong> arguments = [.. Enumerable.Range(0, 6).Select(_ => Register())];
        long? result = random.Next(6) switch { 0 => null, 1 => -random.Next(1, 5000), 2 => 0, 3 => random.Next(100), 4 => (long)Register(), _ => 1 };

        var copies = ImmutableArray.CreateBuilder<CapturedMemory>();
        foreach (var step in CapturePlan.Of(architecture, number, 32))
        {
            foreach (var phase in (CapturePhase[])[CapturePhase.Enter, CapturePhase.Exit])
            {
                if ((step.Phase == phase || step.Phase == CapturePhase.Both) && random.Next(8) > 0)
                {
                    Copy(copies, architecture, step, phase, arguments[step.Argument]);
                }
            }
        }

        return new TracedCall(architecture, number, arguments, result, TimeSpan.FromTicks(random.NextInt64(1L << 40)), copies.DrainToImmutable());
    }

    private ulong Register() => random.Next(3) switch
    {
        0 => Telling[random.Next(Telling.Length)],
        1 => (ulong)random.Next(4096),
        _ => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
    };

    private void Copy(ImmutableArray<CapturedMemory>.Builder copies, Architecture architecture, CaptureStep step, CapturePhase phase, ulong address)
    {
        var is32Bit = architecture == Architecture.I386 || architecture == Architecture.Arm;
        var bytes = Bytes(random.Next(10) == 0 ? random.Next(8) : Math.Min(Math.Max(step.Limit, step.Size), (ushort)600));
        copies.Add(new(step.Argument, phase, step.Kind, is32Bit ? (uint)address : address, bytes, random.Next(4) == 0));
        if (step.Kind is CaptureKind.Vector or CaptureKind.Message or CaptureKind.Messages or CaptureKind.Strings)
        {
            var word = is32Bit || architecture == Architecture.X32 ? 4 : 8;
            for (var at = 0; at + word <= Math.Min(bytes.Length, 8 * word); at += word)
            {
                var pointer = word == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at)) : BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
                var kind = step.Kind == CaptureKind.Strings ? CaptureKind.String : CaptureKind.Buffer;
                copies.Add(new(step.Argument, phase, kind, pointer, Bytes(random.Next(200)), random.Next(2) == 0));
            }
        }
    }

    // Random bytes; small numbers and families of addresses among them, which lead further than noise.
    private byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        if (random.Next(3) > 0)
        {
            random.NextBytes(bytes);
        }

        for (var at = 0; at + 2 <= length && random.Next(2) == 0; at += 4 * random.Next(1, 5))
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), (ushort)Telling[random.Next(Telling.Length)]);
        }

        return bytes;
    }
}
