using System.Collections.Immutable;
using Ctrace.Core.Json;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Profiles;
using FsCheck;
using FsCheck.Fluent;

namespace Ctrace.Core.Tests.Seccomp.Profiles;

/// <summary>Profiles of every kind.</summary>
internal static class ArbitraryProfile
{
    private static readonly string[] Words = ["read", "write", "clone3", "socket", "no_such_call", "", "a\"b\n<é\u2028😀"];
    private static readonly string[] Architectures = ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32", "SCMP_ARCH_AARCH64", "SCMP_ARCH_S390X"];

    private static Gen<string> Word { get; } = Gen.Elements(Words);

    private static Gen<SeccompAction> Action { get; } = Gen.Elements(Enum.GetValues<SeccompAction>());

    private static Gen<SeccompErrno> Errno { get; } = Gen.Elements<SeccompErrno>(
        default, new SeccompErrno(38), new SeccompErrno(0), new SeccompErrno(65535), new SeccompErrno(1, "ENOSYS"), new SeccompErrno(null, "EACCES"));

    private static Gen<ulong> Value { get; } = Gen.Elements<ulong>(0, 1, 2114060288, uint.MaxValue, 1UL << 63, ulong.MaxValue);

    private static Gen<ImmutableArray<UnknownField>> Unknown { get; } =
        Gen.Elements<ImmutableArray<UnknownField>>([], [new UnknownField("x", "null")], [new UnknownField("x\n", "{\"a\":[1.50,\"b\"]}"), new UnknownField("Y", "true")]);

    private static Gen<RuleScope> Scope { get; } =
        from architectures in Some(Gen.Elements("amd64", "arm64", "s390x"))
        from capabilities in Some(Gen.Elements("CAP_SYS_ADMIN", "CAP_CHOWN", "sys_admin"))
        from kernel in Gen.Elements<Version?>(null, new Version(4, 8), new Version(9, 0))
        from unknown in Unknown
        select new RuleScope(architectures, capabilities, kernel) { Unknown = unknown };

    private static Gen<SeccompArgument> Argument { get; } =
        from index in Gen.Choose(0, 5)
        from op in Gen.Elements(Enum.GetValues<SeccompOperator>())
        from value in Value
        from second in Value
        select new SeccompArgument(index, op, value, second);

    private static Gen<SeccompRule> Rule { get; } =
        from names in Some(Word)
        from action in Action
        from errno in Errno
        from arguments in Some(Argument)
        from comment in Gen.Elements<string?>(null, "why")
        from includes in Scope
        from excludes in Scope
        from unknown in Unknown
        select new SeccompRule(names, action, errno) { Arguments = arguments, Comment = comment, Includes = includes, Excludes = excludes, Unknown = unknown };

    private static Gen<ArchitectureGroup> Group { get; } =
        from native in Gen.Elements(Architectures)
        from others in Some(Gen.Elements(Architectures))
        from unknown in Unknown
        select new ArchitectureGroup(native, others, unknown);

    public static Arbitrary<SeccompProfile> Any { get; } = (
        from action in Action
        from errno in Errno
        from rules in Some(Rule)
        from mapped in Gen.Elements(true, false)
        from architectures in Some(Gen.Elements(Architectures))
        from groups in Some(Group)
        from flags in Some(Gen.Elements("SECCOMP_FILTER_FLAG_LOG"))
        from path in Gen.Elements<string?>(null, "", "/run/x")
        from unknown in Unknown
        select new SeccompProfile(action, errno, rules)
        {
            Architectures = mapped ? [] : architectures,
            ArchitectureMap = mapped ? groups : [],
            Flags = flags,
            ListenerPath = path,
            ListenerMetadata = path,
            Unknown = unknown,
        }).ToArbitrary();

    private static Gen<ImmutableArray<T>> Some<T>(Gen<T> one) => Gen.ListOf(one).Select(items => items.Take(4).ToImmutableArray());
}
