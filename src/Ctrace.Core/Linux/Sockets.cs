namespace Ctrace.Core.Linux;

/// <summary>Address families and socket types by name, lower case: <c>inet</c>, <c>stream</c>.</summary>
internal static class Sockets
{
    /// <summary>By number from 0 (include/linux/socket.h of Linux 6.18, AF_*); empty for one that no kernel has any more.</summary>
    private static readonly string[] Families =
    [
        "", "unix", "inet", "ax25", "ipx", "appletalk", "netrom", "bridge", "atmpvc", "x25", "inet6", "rose", "", "netbeui", "security", "key",
        "netlink", "packet", "ash", "econet", "atmsvc", "rds", "sna", "irda", "pppox", "wanpipe", "llc", "ib", "mpls", "can", "tipc", "bluetooth",
        "iucv", "rxrpc", "isdn", "phonet", "ieee802154", "caif", "alg", "nfc", "vsock", "kcm", "qipcrtr", "smc", "xdp", "mctp",
    ];

    /// <summary>By number from 0 (include/linux/net.h, enum sock_type).</summary>
    private static readonly string[] Types = ["", "stream", "dgram", "raw", "rdm", "seqpacket", "dccp", "", "", "", "packet"];

    /// <summary>A family's name; <c>family_77</c> for a number without one.</summary>
    public static string Family(int number) => Name(Families, number) ?? $"family_{(uint)number}";

    /// <summary>A type's name; <c>type_7</c> for a number without one.</summary>
    public static string Type(int number) => Name(Types, number) ?? $"type_{(uint)number}";

    /// <summary>Whether it is a family that has a name.</summary>
    public static bool IsFamily(string name) => name.Length > 0 && Families.Contains(name);

    /// <summary>Whether it is a type that has a name.</summary>
    public static bool IsType(string name) => name.Length > 0 && Types.Contains(name);

    private static string? Name(string[] names, int number) =>
        number >= 0 && number < names.Length && names[number].Length > 0 ? names[number] : null;
}
