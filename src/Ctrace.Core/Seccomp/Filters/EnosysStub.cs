using System.Collections.Immutable;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Seccomp.Filters;

/// <summary>
/// What runc puts in front of a filter (libcontainer/seccomp/patchbpf/enosys_linux.go, since 1.0.0-rc93): calls with a number above the
/// largest one that the profile names get ENOSYS, so that a libc that knows newer calls falls back from them.
/// </summary>
internal static class EnosysStub
{
    private const ushort JumpIfEqual = 0x15, JumpIfGreater = 0x25, JumpIfAnyBit = 0x45;

    /// <summary>The filter with the stub.</summary>
    /// <param name="filter">The filter as it was compiled.</param>
    /// <param name="last">The largest number that the profile names, by architecture; of x32 with bit 30.</param>
    /// <exception cref="CtraceException">Data: together they are larger than a filter can be.</exception>
    public static SeccompFilter PutInFrontOf(SeccompFilter filter, IReadOnlyDictionary<Architecture, int> last)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(last);
        if (last.Count == 0)
        {
            return filter;
        }

        var sections = last.GroupBy(entry => entry.Key.Audit).OrderBy(group => group.Key)
            .Select(group => Section(group.Key, group.ToDictionary(entry => entry.Key, entry => (uint)entry.Value)))
            .ToList();
        var stub = new List<Instruction> { new(Opcode.LoadWord, 0, 0, sizeof(int)) };
        stub.AddRange(sections.SelectMany(section => section));

        // What ends a section goes on behind the last one.
        for (var at = 0; at < stub.Count; at++)
        {
            if (stub[at].Code == Opcode.Jump)
            {
                stub[at] = stub[at] with { Operand = (uint)(stub.Count - at - 1) };
            }
        }

        return SeccompFilter.Of([.. stub, .. filter.Instructions], "the filter with the runtime's ENOSYS stub");
    }

    private static Instruction[] Section(uint audit, Dictionary<Architecture, uint> last)
    {
        var denial = new Instruction(Opcode.ReturnOperand, 0, 0, new FilterReturn(SeccompAction.Errno, Errno.ENOSYS).Value);
        var end = new Instruction(Opcode.Jump, 0, 0, 0);
        var load = new Instruction(Opcode.LoadWord, 0, 0, 0);

        // Nothing is greater than what stands for an interface that the profile does not filter.
        return audit == Architecture.X86_64.Audit
            ? [
                new(JumpIfEqual, 0, 7, audit), load,
                new(JumpIfAnyBit, 2, 0, Syscalls.X32Bit),
                new(JumpIfGreater, 2, 0, last.GetValueOrDefault(Architecture.X86_64, uint.MaxValue)), end,
                new(JumpIfGreater, 0, 1, last.GetValueOrDefault(Architecture.X32, uint.MaxValue)), denial, end,
            ]
            : [new(JumpIfEqual, 0, 4, audit), load, new(JumpIfGreater, 0, 1, last.Values.Single()), denial, end];
    }
}
