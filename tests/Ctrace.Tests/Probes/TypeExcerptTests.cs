using Ctrace.Interop;
using Ctrace.Probes;
using Xunit;

namespace Ctrace.Tests.Probes;

public sealed class TypeExcerptTests
{
    private static readonly string[] Known = ["task_struct", "css_set", "cgroup", "kernfs_node", "pt_regs"];

    /// <summary>What distinguishes versions of a type is no part of the kernel's name for it.</summary>
    [Fact]
    public void AProbesNamesAreTheKernels()
    {
        using var probe = BpfObject.Open("trace.bpf.o");
        var names = TypeExcerpt.Names(probe.Types());
        Assert.All(Known, name => Assert.Contains(name, names));
        Assert.DoesNotContain(names, name => name.Contains("___", StringComparison.Ordinal));
    }

    /// <summary>
    /// An excerpt of a probe's own types has them all, with their members and what lies in those, and nothing that a name did not ask for.
    /// </summary>
    [Fact]
    public void AnExcerptHasWhatIsNamed()
    {
        using var probe = BpfObject.Open("trace.bpf.o");
        var all = probe.Types();
        var excerpt = TypeExcerpt.Of(all, new HashSet<string> { "cgroup_subsys_state", "cgroup", "kuid_t" });
        Assert.Equal(["__u32", "cgroup", "cgroup_subsys_state", "kuid_t"], TypeExcerpt.Names(excerpt).Order(StringComparer.Ordinal));
        Assert.Equal(Described(all, "cgroup"), Described(excerpt, "cgroup"));
        Assert.Equal(["cgroup 4 self:cgroup_subsys_state kn:* root:* level:int"], Described(excerpt, "cgroup"));
        // Of what an excerpt holds, the same excerpt is all.
        Assert.Equal(excerpt, TypeExcerpt.Of(excerpt, TypeExcerpt.Names(excerpt)));
    }

    [Fact]
    public void WhatIsNoTypeInformationIsRefused()
    {
        using var probe = BpfObject.Open("trace.bpf.o");
        var all = probe.Types().ToArray();
        Assert.Throws<InvalidDataException>(() => TypeExcerpt.Names([]));
        Assert.Throws<InvalidDataException>(() => TypeExcerpt.Names(new byte[100]));
        var random = new Random(1);
        for (var damaged = 0; damaged < 2000; damaged++)
        {
            var bytes = all[..(damaged % 2 == 0 ? random.Next(all.Length) : all.Length)];
            for (var at = 0; at < 3 && bytes.Length > 0; at++)
            {
                bytes[random.Next(Math.Min(bytes.Length, 4000))] ^= (byte)(1 << random.Next(8));
            }

            try
            {
                TypeExcerpt.Of(bytes, TypeExcerpt.Names(bytes));
            }
            catch (InvalidDataException)
            {
                // Said so, and nothing else.
            }
        }
    }

    /// <summary>Each structure of a name: how many members, and of each the name and its type's.</summary>
    private static List<string> Described(ReadOnlySpan<byte> types, string name)
    {
        var source = new TypeInformation(types);
        var offsets = new List<int>();
        for (var offset = TypeInformation.First; source.Has(offset); offset = source.Next(offset))
        {
            offsets.Add(offset);
        }

        var found = new List<string>();
        foreach (var offset in offsets)
        {
            if (source.KindAt(offset) != TypeKind.Struct || !source.Text(source.NameAt(offset)).SequenceEqual(System.Text.Encoding.ASCII.GetBytes(name)))
            {
                continue;
            }

            var type = source.At(offset);
            var text = $"{name} {TypeInformation.CountOf(type)}";
            for (var at = TypeInformation.TypeSize; at < type.Length; at += 12)
            {
                var member = BitConverter.ToUInt32(type[at..]);
                var of = offsets[(int)BitConverter.ToUInt32(type[(at + 4)..]) - 1];
                text += $" {System.Text.Encoding.ASCII.GetString(source.Text(member))}:{(source.KindAt(of) == TypeKind.Pointer ? "*" : System.Text.Encoding.ASCII.GetString(source.Text(source.NameAt(of))))}";
            }

            found.Add(text);
        }

        return found;
    }
}
