using System.Runtime.InteropServices;
using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Interop;

namespace Ctrace.Probes;

/// <summary>What the running kernel says of its types.</summary>
internal static unsafe class KernelTypeFile
{
    /// <summary>Where it says so (Documentation/ABI/testing/sysfs-kernel-btf).</summary>
    public const string Path = "/sys/kernel/btf/vmlinux";

    /// <summary>The part of it that a probe needs.</summary>
    /// <param name="probe">The types that the probe names, as BTF.</param>
    /// <exception cref="CtraceException">Unavailable: the kernel says nothing, or nothing that can be read.</exception>
    public static byte[] ExcerptFor(ReadOnlySpan<byte> probe)
    {
        var names = TypeExcerpt.Names(probe);
        try
        {
            using var file = File.OpenHandle(Path);
            // 6 MB for a moment, which a process that runs for months should not keep; populated at once, since 1,500 page faults take as long as all else.
            const int ReadWrite = 3, PrivateAnonymous = 0x22, Populate = 0x8000; // include/uapi/asm-generic/mman-common.h, mman.h
            var size = (int)RandomAccess.GetLength(file);
            var memory = Mman.mmap(0, (nuint)size, ReadWrite, PrivateAnonymous | Populate, -1, 0);
            if (memory == -1)
            {
                throw new IOException(Marshal.GetLastPInvokeErrorMessage());
            }

            try
            {
                var all = new Span<byte>((void*)memory, size);
                var read = 0;
                while (RandomAccess.Read(file, all[read..], read) is > 0 and var count)
                {
                    read += count;
                }

                return TypeExcerpt.Of(all[..read], names);
            }
            finally
            {
                _ = Mman.munmap(memory, (nuint)size);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw ProbeFailure.Explain(Errno.EINVAL, $"{Path}: {failure.Message}");
        }
    }
}
