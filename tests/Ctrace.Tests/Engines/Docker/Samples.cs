namespace Ctrace.Tests.Engines.Docker;

/// <summary>What Docker 20.10.24 answered, shortened to what is read and a little around it.</summary>
internal static class Samples
{
    public const string Id = "0afc1ee0e1ff7ef9a356190b0f2f87ee52f813249203fa9863de4281467fa070";
    public const string OtherId = "181a98a702a8241a493c90a93bc2f30f26a247b6d9bcf1a35adbead8c7a3cd45";
    public const string ImageId = "sha256:338e4a621710eb2c26eecd71d4b3568d794f8098608c5c707bb772eceb8867a0";

    public const string Version = """
        {"Platform":{"Name":""},"Components":[{"Name":"Engine","Version":"20.10.24+dfsg1","Details":{"ApiVersion":"1.41"}},{"Name":"containerd",
        "Version":"1.6.20~ds1","Details":{"GitCommit":"1.6.20~ds1-1+deb12u3"}},{"Name":"runc","Version":"1.1.5+ds1"},{"Name":"docker-init","Version":"0.19.0"}],
        "Version":"20.10.24+dfsg1","ApiVersion":"1.41","MinAPIVersion":"1.12","Os":"linux","Arch":"amd64","KernelVersion":"6.18.44"}
        """;

    public const string Info = """
        {"ID":"ANDD","Containers":0,"CgroupDriver":"cgroupfs","CgroupVersion":"1","DefaultRuntime":"runc","Runtimes":{"runc":{"path":"runc"}},
        "Plugins":{"Authorization":null},"SecurityOptions":["name=apparmor","name=seccomp,profile=default"],"Warnings":null}
        """;

    public const string List = $$$"""
        [{"Id":"{{{OtherId}}}","Names":["/engine-c"],"Image":"engine-t","ImageID":"{{{ImageId}}}","State":"exited","Labels":{"ctrace.tracefile":"x"},"Ports":[]},
         {"Id":"{{{Id}}}","Names":["/other/alias","/engine-b"],"Image":"engine-t","ImageID":"{{{ImageId}}}","State":"running","Labels":{},"Ports":[]}]
        """;

    public const string Container = $$$"""
        {"Id":"{{{Id}}}","Created":"2026-11-22T16:05:30.703359978Z","Path":"/bin/busybox","Args":["sleep","3"],"State":{"Status":"running","Running":true,
        "Paused":false,"Pid":7048,"ExitCode":0,"Error":"","StartedAt":"2026-11-22T16:05:31.111584108Z","FinishedAt":"0001-01-01T00:00:00Z"},"Image":"{{{ImageId}}}",
        "Name":"/engine-b","AppArmorProfile":"docker-default","HostConfig":{"NetworkMode":"default","CapAdd":["CAP_NET_ADMIN"],"CapDrop":null,"PidMode":"",
        "Privileged":false,"ReadonlyRootfs":true,"SecurityOpt":["no-new-privileges"],"UsernsMode":"","Runtime":"runc","CgroupParent":"/x"},"Config":{"User":"5:6",
        "Env":null,"Image":"engine-t","Labels":{"ctrace.tracefile":"x","name":"evil"} } }
        """;

    /// <summary>One event as it is on the wire, its newline included.</summary>
    public static string Event(string action, long time, string id = Id, string name = "engine-a") => $$$"""
        {"status":"{{{action}}}","id":"{{{id}}}","from":"engine-t","Type":"container","Action":"{{{action}}}","Actor":{"ID":"{{{id}}}","Attributes":{"ctrace.tracefile":"x","image":"engine-t","name":"{{{name}}}"}},"scope":"local","time":{{{time / 1_000_000_000}}},"timeNano":{{{time}}}}

        """;
}
