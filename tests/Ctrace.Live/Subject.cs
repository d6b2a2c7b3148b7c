using Ctrace.Diagnosis;
using Xunit;

namespace Ctrace.Live;

/// <summary>A program of the image that is traced and restricted: a command that runs to its end, or a server and its client.</summary>
/// <param name="Name">What the test calls it.</param>
/// <param name="Command">What runs in the container.</param>
/// <param name="Says">What it must say to have worked, besides ending with 0.</param>
/// <param name="Needs">A kind of program that the kernel has to run, by its name in <c>ctrace doctor</c>.</param>
/// <param name="DependsOnTime">Whether what it asks for depends on when its threads or processes run, so that many runs say more than a few.</param>
/// <param name="Client">For a server: a shell script for a second container on its network, which waits for the server, and ends with 0 when it works.</param>
public sealed record Subject(string Name, string[] Command, string Says, string? Client = null, string? Needs = null, bool DependsOnTime = false)
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
        new("i386", ["calls-i386"], "syscall i386 exit_group", Needs: ProgramAbi.I386),
        new("int80", ["int80"], "syscall i386 getuid32", Needs: ProgramAbi.Int80),
        new("denied", ["denied"], "syscall x86_64 exit_group"),
        new("glibc", ["glibc"], "works"),
        new("glibc-static", ["glibc-static"], "works"),
        new("musl", ["musl"], "works"),
        new("threads", ["threads"], "syscall x86_64 sched_yield", DependsOnTime: true),
        new("children", ["children"], "works", DependsOnTime: true),
        new("nginx", ["nginx"], "", Nginx, DependsOnTime: true),
        new("redis", ["redis-server", "--dir", "/tmp", "--appendonly", "yes"], "", Redis, DependsOnTime: true),
    ];

    /// <summary>All, as rows of a theory; those that this kernel does not run are skipped.</summary>
    public static TheoryData<Subject> Rows => [.. All.Select(subject => new TheoryDataRow<Subject>(subject) { Skip = ThisKernel.Lacks(subject.Needs) })];

    /// <summary>The same with less to do: for many runs whose question is what is refused, not whether the load is carried.</summary>
    public Subject Lighter => this with { Client = Client?.Replace("seq 25", "seq 3", StringComparison.Ordinal).Replace("-n 500", "-n 40", StringComparison.Ordinal) };

    public override string ToString() => Name;
}
