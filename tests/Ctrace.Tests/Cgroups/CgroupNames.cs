namespace Ctrace.Tests.Cgroups;

/// <summary>Names of cgroup directories, and which hold a container. The program and the kernel side are both given them.</summary>
internal static class CgroupNames
{
    /// <summary>A container's id.</summary>
    public const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    /// <summary>Directories of containers: all have the id <see cref="Id"/>.</summary>
    public static IReadOnlyList<string> Containers { get; } =
    [
        Id, // cgroupfs driver
        $"docker-{Id}.scope", // systemd driver
        $"libpod-{Id}.scope",
        $"libpod-{Id}",
        $"cri-containerd-{Id}.scope",
        $"crio-{Id}.scope",
        $"-{Id}.scope",
        $"a-prefix-that-nobody-has-thought-of-yet-but-may-{Id}.scope",
        $"{new string('x', 55)}-{Id}.scope", // 126 bytes
    ];

    /// <summary>Directories of anything else.</summary>
    public static IReadOnlyList<string> Others { get; } =
    [
        "docker",
        "system.slice",
        "a",
        ".scope",
        "-.scope",
        $"libpod-conmon-{Id}.scope", // podman's monitor
        $"crio-conmon-{Id}.scope", // cri-o's
        Id[1..],
        $"{Id}0",
        $"{Id.ToUpperInvariant()}",
        $"{Id[..63]}g",
        $"{Id[..63]}:",
        $"{Id[..63]} ",
        $"{Id[..32]}é{Id[..30]}", // 64 bytes, 63 characters
        $"{Id}.scope", // no engine's
        $"docker{Id}.scope",
        $"docker_{Id}.scope",
        $"docker-{Id}",
        $"docker-{Id}.scope.d",
        $"docker-{Id}.SCOPE",
        $"docker-{Id}.slice",
        $"docker-{Id[1..]}.scope",
        $"docker-{Id[..63]}G.scope",
        $"docker-{Id[..63]}`.scope", // the neighbours of 0, 9, a and f
        $"docker-{Id[..63]}@.scope",
        $"docker-{Id[..63]}:.scope",
        $"docker-{Id[..63]}\u007f.scope",
        new string('a', 63),
        new string('-', 64),
        new string('a', 255),
        $"{new string('x', 56)}-{Id}.scope",
        $"{new string('x', 56)}-{Id}.scopes and more", // the kernel side sees its first 127 bytes only
        $"{new string('x', 120)}-{Id}.scope"[..190],
    ];
}
