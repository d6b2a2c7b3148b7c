using System.Runtime.InteropServices;

namespace Ctrace.Interop;

/// <summary>The C library's calls on local time, which know what TZ and /etc/localtime say (tzset(3)) as .NET does not quite.</summary>
internal static partial class Libc
{
    [LibraryImport("libc.so.6")]
    internal static partial void tzset();

    [LibraryImport("libc.so.6", SetLastError = true)]
    internal static partial nint localtime_r(in long time, out BrokenDownTime result);

    /// <summary><c>struct tm</c> (tm(3type)), of which only the zone is used here.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 56)]
    internal struct BrokenDownTime
    {
        /// <summary>Seconds east of UTC.</summary>
        [FieldOffset(40)]
        public long Offset;

        /// <summary>The zone's abbreviation; belongs to the C library.</summary>
        [FieldOffset(48)]
        public nint Zone;
    }
}
