using System.Collections.Immutable;
using System.Text.Json;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Profiles.Seccomp;

/// <summary>
/// Reads a seccomp profile as Docker, Podman and the OCI runtimes take it: the runtime specification's form
/// (config-linux.md, seccomp), or the engines' with conditions (includes, excludes, archMap).
/// </summary>
public static class EngineProfileReader
{
    private const string ActionPrefix = "SCMP_ACT_", OperatorPrefix = "SCMP_CMP_", CapabilityPrefix = "CAP_";
    private const int EPERM = 1, MostConditions = 6;

    /// <summary>Reads a document.</summary>
    /// <param name="json">The bytes. Untrusted.</param>
    /// <param name="name">What it is called in a failure.</param>
    /// <exception cref="CtraceException">Data: it is no such profile; the message says where it stops being one.</exception>
    public static EngineProfile Read(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Profile(document.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException)
        {
            throw new CtraceException(FailureKind.Data, $"{name} is not a seccomp profile: {wrong.Message.TrimEnd('.')}", "Docker's --security-opt seccomp= takes the same", wrong);
        }
    }

    private static EngineProfile Profile(JsonElement root)
    {
        Require(root, JsonValueKind.Object, "the profile");
        var allows = Allows(Text(root, "defaultAction"));
        var architectures = Elements(root, "architectures").Select(element => String(element, "architectures"))
            .Concat(Elements(root, "archMap").SelectMany(map => Elements(map, "subArchitectures").Select(sub => String(sub, "subArchitectures")).Prepend(Text(map, "architecture"))))
            .Select(Architecture.Find).OfType<Architecture>().Distinct().ToImmutableArray();
        // Without any the runtimes filter the native architecture alone, whichever that is.
        return new EngineProfile(allows, architectures.IsEmpty ? [Architecture.X86_64, Architecture.Aarch64] : architectures,
            [.. Elements(root, "syscalls").Select(Rule)]);
    }

    private static ConditionalRule Rule(JsonElement rule)
    {
        Require(rule, JsonValueKind.Object, "a rule in 'syscalls'");
        var names = Elements(rule, "names").Select(element => String(element, "names")).ToImmutableArray();
        if (names.IsEmpty)
        {
            names = [Text(rule, "name")];
        }

        var allows = Allows(Text(rule, "action"));
        var error = rule.TryGetProperty("errnoRet", out var value) ? Number(value, "errnoRet") : EPERM;
        var conditions = Elements(rule, "args").Select(Condition).ToImmutableArray();
        return conditions.Length > MostConditions
            ? throw new FormatException($"a rule for {names[0]} has more than {MostConditions} conditions")
            : new ConditionalRule(names, allows, allows ? null : (int)Math.Min(error, int.MaxValue), conditions, Scope(rule, "includes"), Scope(rule, "excludes"));
    }

    private static ArgumentCondition Condition(JsonElement condition)
    {
        Require(condition, JsonValueKind.Object, "a condition in 'args'");
        var argument = Number(Member(condition, "index"), "index");
        var op = Text(condition, "op");
        var valueTwo = condition.TryGetProperty("valueTwo", out var second) ? Number(second, "valueTwo") : 0;
        return argument >= MostConditions ? throw new FormatException($"a call has arguments 0 to 5, not {argument}")
            : !op.StartsWith(OperatorPrefix, StringComparison.Ordinal) ? throw new FormatException($"there is no operator '{op}'")
            : ArgumentCondition.From((int)argument, op[OperatorPrefix.Length..], Number(Member(condition, "value"), "value"), valueTwo)
                ?? throw new FormatException($"there is no operator '{op}'");
    }

    private static RuleScope Scope(JsonElement rule, string name)
    {
        if (!rule.TryGetProperty(name, out var scope) || scope.ValueKind == JsonValueKind.Null)
        {
            return RuleScope.Empty;
        }

        Require(scope, JsonValueKind.Object, $"'{name}'");
        var kernel = scope.TryGetProperty("minKernel", out var version) && version.ValueKind != JsonValueKind.Null ? String(version, "minKernel") : null;
        return new RuleScope(
            [.. Elements(scope, "arches").Select(element => String(element, "arches"))],
            [.. Elements(scope, "caps").Select(element => Capability(String(element, "caps")))],
            kernel is null ? null : Version.TryParse(kernel, out var parsed) ? parsed : throw new FormatException($"'{kernel}' is no kernel version"));
    }

    private static string Capability(string name) =>
        (name.StartsWith(CapabilityPrefix, StringComparison.OrdinalIgnoreCase) ? name[CapabilityPrefix.Length..] : name).ToLowerInvariant();

    private static bool Allows(string action) => action switch
    {
        "SCMP_ACT_ALLOW" or "SCMP_ACT_LOG" or "SCMP_ACT_TRACE" or "SCMP_ACT_NOTIFY" => true,
        "SCMP_ACT_ERRNO" or "SCMP_ACT_KILL" or "SCMP_ACT_KILL_THREAD" or "SCMP_ACT_KILL_PROCESS" or "SCMP_ACT_TRAP" => false,
        _ when action.StartsWith(ActionPrefix, StringComparison.Ordinal) => throw new FormatException($"there is no action '{action}'"),
        _ => throw new FormatException($"'{action}' is no action"),
    };

    private static JsonElement Member(JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) ? member : throw new FormatException($"'{name}' is missing");

    private static string Text(JsonElement element, string name) => String(Member(element, name), name);

    private static string String(JsonElement element, string name)
    {
        Require(element, JsonValueKind.String, $"'{name}'");
        return element.GetString()!;
    }

    private static ulong Number(JsonElement element, string name)
    {
        Require(element, JsonValueKind.Number, $"'{name}'");
        return element.TryGetUInt64(out var number) ? number : throw new FormatException($"'{name}' is not a number from 0 up");
    }

    private static List<JsonElement> Elements(JsonElement element, string name)
    {
        Require(element, JsonValueKind.Object, $"what holds '{name}'");
        if (!element.TryGetProperty(name, out var list) || list.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        Require(list, JsonValueKind.Array, $"'{name}'");
        return [.. list.EnumerateArray()];
    }

    private static void Require(JsonElement element, JsonValueKind kind, string what)
    {
        if (element.ValueKind != kind)
        {
            throw new FormatException($"{what} is not of type {kind.ToString().ToLowerInvariant()}");
        }
    }
}
