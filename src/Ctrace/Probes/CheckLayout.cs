using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ctrace.Probes;

/// <summary>struct verdicts in bpf/abi/check.h: what is to be said of each counter's call.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct VerdictsLayout
{
    public VerdictBytes Of;
}

[InlineArray(CounterLayout.Size)]
internal struct VerdictBytes
{
    private byte _first;
}

/// <summary>struct rule_key in bpf/abi/check.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct RuleKey(uint Call, uint Number);

/// <summary>struct condition in bpf/abi/check.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ConditionLayout(ulong Mask, ulong Low, ulong High, uint Argument, uint Negated);

/// <summary>As many as CONDITIONS in bpf/abi/check.h; unused ones are zeros, and hold.</summary>
[InlineArray(Max)]
internal struct Conditions
{
    public const int Max = 6;

    private ConditionLayout _first;
}

/// <summary>struct rule in bpf/abi/check.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RuleLayout
{
    /// <summary>RULES in bpf/abi/check.h: how many a call can have.</summary>
    public const int Max = 64;

    public uint Count;
    public uint Zero;
    public Conditions Conditions;
}

/// <summary>struct exe_key in bpf/abi/check.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ExeKey
{
    public ExePathBytes Path;
}

[InlineArray(256)]
internal struct ExePathBytes
{
    private byte _first;
}

/// <summary>struct need_key in bpf/abi/check.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct NeedKey(uint Exe, uint Call, ushort Capability, ushort Denied);

/// <summary>struct use_key in bpf/abi/check.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct UseKey(uint Exe, uint Call);

/// <summary>struct failure_key in bpf/abi/check.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct FailureKey(uint Exe, uint Call, uint Error);

/// <summary>struct books in bpf/abi/check.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct BooksLayout(ulong Lost);
