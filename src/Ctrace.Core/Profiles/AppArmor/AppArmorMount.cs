using Ctrace.Core.Traces;

namespace Ctrace.Core.Profiles.AppArmor;

/// <summary>Mount rules: apparmor.d(5), Mount Rules.</summary>
internal static class AppArmorMount
{
    private const uint ReadOnly = 1, Bind = 1 << 12, Recursive = 1 << 14;

    /// <summary>The flags that are options of their own (include/uapi/linux/mount.h), as the parser names them.</summary>
    private static readonly (uint Flag, string Name)[] Options =
    [
        (1 << 1, "nosuid"), (1 << 2, "nodev"), (1 << 3, "noexec"), (1 << 4, "sync"), (1 << 6, "mand"), (1 << 7, "dirsync"), (1 << 10, "noatime"),
        (1 << 11, "nodiratime"), (1 << 15, "silent"), (1 << 21, "relatime"), (1 << 23, "iversion"), (1 << 24, "strictatime"),
    ];

    private static readonly (uint Flag, string Name)[] Propagations = [(1 << 17, "unbindable"), (1 << 18, "private"), (1 << 19, "slave"), (1 << 20, "shared")];

    /// <summary>The rule that allows it, with its comma.</summary>
    public static string Rule(MountUse mount)
    {
        var target = AppArmorText.Exact(mount.Target);
        var source = mount.Source.Length > 0 ? $" {AppArmorText.Exact(mount.Source)}" : "";
        return mount.Kind switch
        {
            MountKind.Umount => $"umount {target},",
            MountKind.Pivot => $"pivot_root oldroot={AppArmorText.Exact(mount.Source)} {target},",
            MountKind.Move => $"mount options=(rw, move){source} -> {target},",
            MountKind.Bind => $"mount options=({List(mount.Flags, [(mount.Flags & Recursive) != 0 ? "rbind" : "bind"])}){source} -> {target},",
            MountKind.Remount => $"remount options=({List(mount.Flags, (mount.Flags & Bind) != 0 ? ["remount", "bind"] : ["remount"])}) {target},",
            MountKind.Propagation => $"mount options=({Propagation(mount.Flags)}) -> {target},",
            _ => $"mount{(mount.Type.Length > 0 ? $" fstype={AppArmorText.Exact(mount.Type)}" : "")} options=({List(mount.Flags, [])}){source} -> {target},",
        };
    }

    private static string List(uint flags, string[] more) => string.Join(", ",
        [(flags & ReadOnly) != 0 ? "ro" : "rw", .. Options.Where(option => (flags & option.Flag) != 0).Select(option => option.Name), .. more]);

    private static string Propagation(uint flags)
    {
        var name = Propagations.FirstOrDefault(one => (flags & one.Flag) != 0).Name ?? "private";
        return (flags & Recursive) != 0 ? $"r{name}" : name;
    }
}
