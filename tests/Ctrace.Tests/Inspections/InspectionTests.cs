using System.Text.Json;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Inspections;
using Xunit;

namespace Ctrace.Tests.Inspections;

/// <summary>What is printed of a process.</summary>
public sealed class InspectionTests
{
    // read always; write if arg0 is 1; all else EPERM.
    private static readonly SeccompFilter Filter = SeccompFilter.Of(
    [
        new(0x20, 0, 0, 0), new(0x15, 4, 0, 0), new(0x15, 0, 4, 1), new(0x20, 0, 0, 16), new(0x15, 0, 2, 1), new(0x05, 0, 0, 0), new(0x06, 0, 0, 0x7FFF_0000), new(0x06, 0, 0, 0x0005_0001),
    ], "sample");

    private static readonly ProcessSecurity Security = ProcessSecurity.Of(7, new Dictionary<string, string>
    {
        ["Name"] = "web\u001b[31m",
        ["CapBnd"] = "0000000000000003",
        ["CapEff"] = "0000000000000003",
        ["CapPrm"] = "8000000000000001",
        ["NoNewPrivs"] = "1",
        ["Seccomp"] = "2",
    }) with
    {
        AppArmor = "docker-default (enforce)\u009b",
        SharesUserNamespace = false,
        UserIds = [(0, 100000, 65536)],
        DifferingThreads = 2,
    };

    private static readonly Inspection Sample = new(Security, [Filter],
        [(Architecture.X86_64, EvaluatedCall.All(new FilterEvaluator([Filter]), Architecture.X86_64).RemoveRange(3, 380))]);

    [Fact]
    public void TheTableNamesEveryCallOnce() => Assert.Equal(
        """
        process           7 web\u{1b}[31m
        seccomp           1 filter (8 instructions); 2 of its threads differ in mode or filters from the first, which is shown
        no_new_privs      yes
        AppArmor          docker-default (enforce)\u{9b}
        SELinux           none
        user namespace    its own: users 0 is 100000 (65536); groups not mapped
        bounding          chown dac_override
        effective         as bounding
        permitted         chown capability_63
        inheritable       none
        ambient           none

        x86_64: 1 of 3 calls allowed, 1 depending on their arguments
          allow
            read
          errno:EPERM
            open
          depending on their arguments
            write: allow if arg0.low == 0x1; else errno:EPERM
          number 470, which is no call yet
            errno:EPERM

        """,
        InspectionText.Write(Sample, disassemble: false));

    [Fact]
    public void TheDisassemblyFollows() =>
        Assert.Contains("\nfilter 0\n  0: ld nr\n  1: jeq 0x0, 6, 2\n", InspectionText.Write(Sample, disassemble: true), StringComparison.Ordinal);

    [Fact]
    public void TheObjectHasWhatTheManPageSays()
    {
        using var document = JsonDocument.Parse(InspectionJson.Write(Sample, disassemble: true));
        var root = document.RootElement;
        Assert.Equal(7, root.GetProperty("pid").GetInt32());
        Assert.Equal("web\\u{1b}[31m", root.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("selinux").ValueKind);
        Assert.Equal(100000, root.GetProperty("user_namespace").GetProperty("uid_map")[0].GetProperty("outside").GetInt32());
        Assert.Equal("dac_override", root.GetProperty("capabilities").GetProperty("effective")[1].GetString());
        Assert.Equal("0: ld nr", root.GetProperty("filters")[0].GetProperty("disassembly")[0].GetString());
        Assert.Equal(["always", "depends", "never", "never"], root.GetProperty("calls").EnumerateArray().Select(call => call.GetProperty("allowed").GetString()));
        Assert.Equal("arg0.low == 0x1", root.GetProperty("calls")[1].GetProperty("outcomes")[0].GetProperty("when")[0].GetString());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("calls")[3].GetProperty("name").ValueKind);
    }

    [Fact]
    public void WithoutAFilterThereIsNoTable()
    {
        var bare = new Inspection(ProcessSecurity.Of(7, new Dictionary<string, string>()), [], []);
        Assert.Contains("seccomp           none\n", InspectionText.Write(bare, disassemble: true), StringComparison.Ordinal);
        Assert.EndsWith("ambient           none\n", InspectionText.Write(bare, disassemble: true), StringComparison.Ordinal);
    }

    [Fact]
    public void MappingsAreThreeNumbers() =>
        Assert.Equal([(0u, 0u, 4294967295u)], ProcessSecurity.Map("         0          0 4294967295\n"));

    [Fact]
    public void AProcessIsRead()
    {
        var own = ProcessFiles.Read(Environment.ProcessId);
        Assert.Equal((Environment.ProcessId, true), (own.Process, own.SharesUserNamespace));
        Assert.NotEmpty(own.UserIds);
        Assert.Equal(5, own.Capabilities.Length);
        Assert.False(ProcessFiles.IsInCgroup(Environment.ProcessId, new string('0', 64)));
    }
}
