using Ctrace.Processes;
using Xunit;

namespace Ctrace.Tests.Processes;

/// <summary>What is found in texts such as /proc/ID/maps has.</summary>
public sealed class ExecutableMapsTests
{
    private static readonly string[] Lines =
    [
        "00400000-00401000 r--p 00000000 fe:00 7                                  /bin/a",
        "00401000-00403000 r-xp 00001000 fe:00 7                                  /bin/a",
        "7f0000000000-7f0000001000 rwxp 00000000 00:00 0 ",
        "7f0000002000-7f0000003000 r-xp 00005000 fe:00 8                          /tmp/ two  words\\012() [0x1] (deleted)",
        "7ffff0000000-7ffff0001000 r-xp 00000000 00:00 0                          [vdso]",
        "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]",
    ];

    [Theory]
    [InlineData(0x401000, "/bin/a", 0x1000)]
    [InlineData(0x402fff, "/bin/a", 0x2fff)]
    [InlineData(0x7f0000000010, "", 0x10)]
    [InlineData(0x7f0000002010, "/tmp/ two  words\\012() [0x1] (deleted)", 0x5010)]
    [InlineData(0x7ffff0000abc, "[vdso]", 0xabc)]
    [InlineData(0xffffffffff600400, "[vsyscall]", 0x400)]
    public void AnAddressIsInAFile(ulong address, string path, ulong offset) => Assert.Equal((path, offset), ExecutableMaps.Parse(Lines).Find(address));

    [Theory]
    [InlineData(0)]
    [InlineData(0x400fff)] // not executable
    [InlineData(0x403000)]
    [InlineData(ulong.MaxValue)]
    public void WhereNothingIsExecutableIsNothing(ulong address) => Assert.Null(ExecutableMaps.Parse(Lines).Find(address));

    [Theory]
    [InlineData("")]
    [InlineData("1000 r-xp 0 0:0 0 /a")]
    [InlineData("1000-2000-3000 r-xp 0 0:0 0 /a")]
    [InlineData("2000-1000 r-xp 0 0:0 0 /a")]
    [InlineData("1000-20000000000000000 r-xp 0 0:0 0 /a")]
    [InlineData("1000-2000 r-x")]
    [InlineData("1000-2000 r-xp -1 0:0 0 /a")]
    public void WhatIsNoMappingIsLeftOut(string line) => Assert.Null(ExecutableMaps.Parse([line]).Find(0x1800));

    /// <summary>A program can have as many mappings of files with as long names as it likes.</summary>
    [Fact]
    public void WhatIsKeptIsBounded()
    {
        var read = 0;
        var maps = ExecutableMaps.Parse(Enumerable.Range(1, 100_000).Select(number =>
        {
            read++;
            return $"{number:x}000-{number:x}fff r-xp 00000000 fe:00 7 /{number}{new string('x', 4000)}";
        }));
        Assert.NotNull(maps.Find(0x1000));
        Assert.Null(maps.Find(100_000UL << 12));
        Assert.InRange(read, 60, 100);
    }

    [Fact]
    public void TheOwnProgramIsFound()
    {
        Assert.NotNull(ExecutableMaps.Of(Environment.ProcessId));
        Assert.Null(ExecutableMaps.Of(0));
        Assert.NotEqual(0UL, ProcessStat.Of(Environment.ProcessId)!.StackStart);
    }
}
