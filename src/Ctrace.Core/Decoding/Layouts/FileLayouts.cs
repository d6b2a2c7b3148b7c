namespace Ctrace.Core.Decoding.Layouts;

/// <summary>What calls say of files and file systems; the fields that strace shows unless asked for all.</summary>
internal static class FileLayouts
{
    private const uint TypeMask = 0xf000; // S_IFMT, include/uapi/linux/stat.h

    /// <summary>struct stat: arch/x86/include/uapi/asm/stat.h, and asm-generic/stat.h, which differ.</summary>
    public static void Stat(CallText text, ref Fields fields)
    {
        if (text.Call.Is32Bit)
        {
            // unsigned long dev, ino; u16 mode, nlink, uid, gid; unsigned long rdev, size
            fields.Skip(8);
            var mode = fields.UInt16();
            fields.Skip(6);
            WriteStat(text, mode, fields.UInt32(), fields.UInt32());
        }
        else if (text.Call.Architecture == Linux.Architecture.Aarch64)
        {
            // u64 dev, ino; u32 mode, nlink, uid, gid; u64 rdev, pad; i64 size
            fields.Skip(16);
            var mode = fields.UInt32();
            fields.Skip(12);
            var device = fields.UInt64();
            fields.Skip(8);
            WriteStat(text, mode, device, fields.Int64());
        }
        else
        {
            // u64 dev, ino, nlink; u32 mode, uid, gid, pad; u64 rdev; i64 size
            fields.Skip(24);
            var mode = fields.UInt32();
            fields.Skip(12);
            WriteStat(text, mode, fields.UInt64(), fields.Int64());
        }
    }

    /// <summary>struct stat64 of i386 and arm; arm aligns st_size to 8.</summary>
    public static void Stat64(CallText text, ref Fields fields)
    {
        // u64 dev; u8 pad[4]; u32 ino; u32 mode, nlink, uid, gid; u64 rdev; u8 pad[4]; i64 size
        fields.Skip(16);
        var mode = fields.UInt32();
        fields.Skip(12);
        var device = fields.UInt64();
        fields.Skip(text.Call.Architecture == Linux.Architecture.Arm ? 8 : 4);
        WriteStat(text, mode, device, fields.Int64());
    }

    /// <summary>struct statx: include/uapi/linux/stat.h.</summary>
    public static void Statx(CallText text, ref Fields fields)
    {
        Constants.Group("statx_masks").WriteFlags(text.Append("{stx_mask="), fields.UInt32());
        fields.Skip(4);
        Constants.Group("statx_attributes").WriteFlags(text.Append(", stx_attributes="), fields.UInt64());
        fields.Skip(12);
        FileMode(text.Append(", stx_mode="), fields.UInt16());
        fields.Skip(10);
        text.Append(", stx_size=").Append(fields.UInt64()).Append(", ...}");
    }

    /// <summary>struct statfs: include/uapi/asm-generic/statfs.h.</summary>
    public static void Statfs(CallText text, ref Fields fields)
    {
        Constants.Group("statfs_types").WriteValue(text.Append("{f_type="), fields.Word());
        text.Append(", f_bsize=").Append(fields.Word()).Append(", f_blocks=").Append(fields.Word()).Append(", f_bfree=").Append(fields.Word())
            .Append(", f_bavail=").Append(fields.Word()).Append(", f_files=").Append(fields.Word()).Append(", f_ffree=").Append(fields.Word());
        FileSystemEnd(text, ref fields);
    }

    /// <summary>struct statfs64 of i386 and arm.</summary>
    public static void Statfs64(CallText text, ref Fields fields)
    {
        Constants.Group("statfs_types").WriteValue(text.Append("{f_type="), fields.UInt32());
        text.Append(", f_bsize=").Append(fields.UInt32()).Append(", f_blocks=").Append(fields.UInt64()).Append(", f_bfree=").Append(fields.UInt64())
            .Append(", f_bavail=").Append(fields.UInt64()).Append(", f_files=").Append(fields.UInt64()).Append(", f_ffree=").Append(fields.UInt64());
        FileSystemEnd(text, ref fields);
    }

    /// <summary>struct flock: l_type, l_whence, and longs.</summary>
    public static void Flock(CallText text, ref Fields fields)
    {
        var (type, whence) = (fields.UInt16(), fields.UInt16());
        fields.Skip(text.Call.WordSize - 4);
        WriteLock(text, type, whence, fields.SignedWord(), fields.SignedWord(), fields.Int32());
    }

    /// <summary>struct flock64 of i386, which is not padded.</summary>
    public static void Flock64(CallText text, ref Fields fields)
    {
        var (type, whence) = (fields.UInt16(), fields.UInt16());
        fields.Skip(text.Call.Architecture == Linux.Architecture.Arm ? 4 : 0);
        WriteLock(text, type, whence, fields.Int64(), fields.Int64(), fields.Int32());
    }

    /// <summary>struct open_how: include/uapi/linux/openat2.h.</summary>
    public static void OpenHow(CallText text, ref Fields fields)
    {
        var flags = fields.UInt64();
        new Arguments.SplitArgument(3, Constants.Group("open_mode"), Constants.Group("open_flags")).Write(text.Append("{flags="), flags);
        var mode = fields.UInt64();
        if (mode != 0 || (flags & Constants.Value("O_CREAT")) != 0)
        {
            text.Append(", mode=").Mode((uint)mode);
        }

        Constants.Group("open_resolve").WriteFlags(text.Append(", resolve="), fields.UInt64());
        text.Append('}');
    }

    /// <summary>S_IFREG|S_ISUID|0644.</summary>
    public static void FileMode(CallText text, uint mode)
    {
        if (Constants.Group("file_types").Name(mode & TypeMask) is { } type)
        {
            text.Append(type).Append('|');
            mode &= ~TypeMask;
        }

        foreach (var (bit, name) in ((uint, string)[])[(0x800, "S_ISUID"), (0x400, "S_ISGID"), (0x200, "S_ISVTX")])
        {
            if ((mode & bit) != 0)
            {
                text.Append(name).Append('|');
                mode &= ~bit;
            }
        }

        text.Mode(mode);
    }

    /// <summary>makedev(0x8, 0x1): new_encode_dev of include/linux/kdev_t.h.</summary>
    public static void Device(CallText text, ulong device)
    {
        var major = ((device >> 8) & 0xfff) | ((device >> 32) & 0xffff_f000);
        var minor = (device & 0xff) | ((device >> 12) & 0xffff_ff00);
        text.Append("makedev(").Hex(major).Append(", ").Hex(minor).Append(')');
    }

    private static void WriteStat(CallText text, uint mode, ulong device, long size)
    {
        FileMode(text.Append("{st_mode="), mode);
        if ((mode & TypeMask) is 0x2000 or 0x6000)
        {
            Device(text.Append(", st_rdev="), device);
        }
        else
        {
            text.Append(", st_size=").Append(size);
        }

        text.Append(", ...}");
    }

    private static void FileSystemEnd(CallText text, ref Fields fields)
    {
        text.Append(", f_fsid={val=[").Hex(fields.UInt32()).Append(", ").Hex(fields.UInt32()).Append("]}, f_namelen=").Append(fields.Word())
            .Append(", f_frsize=").Append(fields.Word()).Append(", f_flags=");
        Constants.Group("statfs_flags").WriteFlags(text, fields.Word());
        text.Append('}');
    }

    private static void WriteLock(CallText text, ushort type, ushort whence, long start, long length, int pid)
    {
        Constants.Group("lock_types").WriteValue(text.Append("{l_type="), type);
        Constants.Group("seek").WriteValue(text.Append(", l_whence="), whence);
        text.Append(", l_start=").Append(start).Append(", l_len=").Append(length);
        if (text.Call.Succeeded && text.Call.Argument(1) is 5 or 12 or 36)
        {
            // F_GETLK, F_GETLK64, F_OFD_GETLK: who holds it
            text.Append(", l_pid=").Append(pid);
        }

        text.Append('}');
    }
}
