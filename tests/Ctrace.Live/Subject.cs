namespace Ctrace.Live;

/// <summary>A program of the image that is traced and restricted: a command that runs to its end, or a server and its client.</summary>
/// <param name="Name">What the test calls it.</param>
/// <param name="Command">What runs in the container.</param>
/// <param name="Says">What it must say to have worked, besides ending with 0.</param>
/// <param name="Client">For a server: a shell script for a second container on its network, which waits for the server, and ends with 0 when it works.</param>
public sealed record Subject(string Name, string[] Command, string Says, string? Client = null)
{
    private const string Nginx =
        "until wget -q -O - http://127.0.0.1/ | grep -q works; do sleep 0.1; done; "
        + "for i in 1 2 3 4; do (for j in $(seq 25); do wget -q -O /dev/null http://127.0.0.1/file || exit 1; done) & done; "
        + "for i in 1 2 3 4; do wait -n || exit 1; done";

    private const string Redis =
        "until redis-cli ping | grep -q PONG; do sleep 0.1; done; "
        + "redis-benchmark -q -n 500 -c 10 -t set,get,incr,lpush,lpop,sadd,hset,mset >/dev/null && redis-cli bgsave && "
        + "until redis-cli info persistence | grep -q 'rdb_bgsave_in_progress:0'; do sleep 0.1; done && "
        + "redis-cli info persistence | grep -q 'rdb_last_bgsave_status:ok' && redis-cli get counter:__rand_int__ | grep -q .";

    /// <summary>All, by what they are there for.</summary>
    public static IReadOnlyList<Subject> All { get; } =
    [
        new("static", ["calls"], "syscall x86_64 exit_group"),
        new("i386", ["calls-i386"], "syscall i386 exit_group"),
        new("int80", ["int80"], "syscall i386 getuid32"),
        new("denied", ["denied"], "syscall x86_64 exit_group"),
        new("glibc", ["glibc"], "works"),
        new("glibc-static", ["glibc-static"], "works"),
        new("musl", ["musl"], "works"),
        new("threads", ["threads"], "syscall x86_64 sched_yield"),
        new("children", ["children"], "works"),
        new("nginx", ["nginx"], "", Nginx),
        new("redis", ["redis-server", "--dir", "/tmp", "--appendonly", "yes"], "", Redis),
    ];

    public override string ToString() => Name;
}
