using Ctrace.Core.Seccomp.Filters;
using Xunit;

namespace Ctrace.Core.Tests.Seccomp.Filters;

public sealed class DisassemblyTests
{
    [Fact]
    public void AnInstructionIsALine() => Assert.Equal(
        """
           0: ld arch
           1: jeq 0xc000003e, 2, 19
           2: ld nr
           3: ld arg0.low
           4: ld arg5.high
           5: ld ip.high
           6: ld #0x7
           7: ldx #0x8
           8: ld length
           9: st m[15]
          10: stx m[3]
          11: ldx m[3]
          12: tax
          13: txa
          14: and 0x7e020000
          15: rsh x
          16: neg
          17: ja 19
          18: ret errno:EPERM
          19: ret a

        """,
        Disassembly.Write(Samples.Filter(
            (0x20, 0, 0, 4), (0x15, 0, 17, 0xC000_003E), (0x20, 0, 0, 0), (0x20, 0, 0, 16), (0x20, 0, 0, 60), (0x20, 0, 0, 12), (0x00, 0, 0, 7), (0x01, 0, 0, 8),
            (0x80, 0, 0, 0), (0x02, 0, 0, 15), (0x03, 0, 0, 3), (0x61, 0, 0, 3), (0x07, 0, 0, 0), (0x87, 0, 0, 0), (0x54, 0, 0, 0x7E02_0000), (0x7C, 0, 0, 0),
            (0x84, 0, 0, 0), (0x05, 0, 0, 1), (0x06, 0, 0, Samples.Errno1), (0x16, 0, 0, 0))));
}
