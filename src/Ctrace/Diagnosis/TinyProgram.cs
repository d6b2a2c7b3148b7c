using System.Buffers.Binary;

namespace Ctrace.Diagnosis;

/// <summary>
/// Programs that do nothing but exit, with 0 when their kind of call is served: whole ELF files (elf(5)), written by hand, since no
/// machine's compiler makes all of them. Numbers: arch/x86/entry/syscalls/syscall_64.tbl and syscall_32.tbl,
/// include/uapi/asm-generic/unistd.h, arch/arm/tools/syscall.tbl.
/// </summary>
internal static class TinyProgram
{
    // EM_*: include/uapi/linux/elf-em.h. ELFCLASS*: include/uapi/linux/elf.h.
    private const ushort Em386 = 3, EmArm = 40, EmX86_64 = 62, EmAarch64 = 183;
    private const byte Class32 = 1, Class64 = 2;

    private const uint Base = 0x400000, ReadAndExecute = 5, ArmEabi5 = 0x0500_0000;

    /// <summary>mov $231, %eax (exit_group); xor %edi, %edi; syscall; hlt.</summary>
    public static byte[] X86_64 => Elf(Class64, EmX86_64, [0xb8, 231, 0, 0, 0, 0x31, 0xff, 0x0f, 0x05, 0xf4]);

    /// <summary>mov $1, %eax (exit); xor %ebx, %ebx; int $0x80; hlt.</summary>
    public static byte[] I386 => Elf(Class32, Em386, [0xb8, 1, 0, 0, 0, 0x31, 0xdb, 0xcd, 0x80, 0xf4]);

    /// <summary>
    /// First mov $157, %eax (prctl); mov $4, %edi (PR_SET_DUMPABLE); xor %esi, %esi; syscall: it may die, and leaves no core. Then as
    /// <see cref="I386"/>.
    /// </summary>
    public static byte[] Int80 => Elf(Class64, EmX86_64,
        [0xb8, 157, 0, 0, 0, 0xbf, 4, 0, 0, 0, 0x31, 0xf6, 0x0f, 0x05, 0xb8, 1, 0, 0, 0, 0x31, 0xdb, 0xcd, 0x80, 0xf4]);

    /// <summary>As <see cref="X86_64"/>, but exit_group has bit 30; then mov $231, %eax; mov $1, %edi; syscall.</summary>
    public static byte[] X32 => Elf(Class32, EmX86_64,
        [0xb8, 231, 0, 0, 0x40, 0x31, 0xff, 0x0f, 0x05, 0xb8, 231, 0, 0, 0, 0xbf, 1, 0, 0, 0, 0x0f, 0x05, 0xf4]);

    /// <summary>mov x8, #94 (exit_group); mov x0, #0; svc #0.</summary>
    public static byte[] Aarch64 => Elf(Class64, EmAarch64, [0xc8, 0x0b, 0x80, 0xd2, 0, 0, 0x80, 0xd2, 0x01, 0, 0, 0xd4]);

    /// <summary>mov r7, #1 (exit); mov r0, #0; svc #0.</summary>
    public static byte[] Arm => Elf(Class32, EmArm, [0x01, 0x70, 0xa0, 0xe3, 0, 0, 0xa0, 0xe3, 0, 0, 0, 0xef]);

    /// <summary>A header, one segment that is the whole file, and the code.</summary>
    private static byte[] Elf(byte width, ushort machine, ReadOnlySpan<byte> code)
    {
        var wide = width == Class64;
        var (header, segment) = wide ? (64, 56) : (52, 32);
        var file = new byte[header + segment + code.Length];
        var at = 0;
        void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(file.AsSpan((at += bytes.Length) - bytes.Length));
        void Half(int value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan((at += 2) - 2), (ushort)value);
        void Word(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan((at += 4) - 4), value);
        void Address(uint value)
        {
            Word(value);
            at += wide ? 4 : 0;
        }

        Bytes([0x7f, (byte)'E', (byte)'L', (byte)'F', width, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        Half(2); // ET_EXEC
        Half(machine);
        Word(1);
        Address(Base + (uint)(header + segment));
        Address((uint)header);
        Address(0);
        Word(machine == EmArm ? ArmEabi5 : 0);
        Half(header);
        Half(segment);
        Half(1);
        at = header;
        Word(1); // PT_LOAD
        if (wide)
        {
            Word(ReadAndExecute);
        }

        Address(0);
        Address(Base);
        Address(Base);
        Address((uint)file.Length);
        Address((uint)file.Length);
        if (!wide)
        {
            Word(ReadAndExecute);
        }

        Address(0x1000);
        Bytes(code);
        return file;
    }
}
