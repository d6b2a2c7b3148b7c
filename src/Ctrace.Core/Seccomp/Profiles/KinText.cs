namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>What a profile allows beside what was recorded, for people.</summary>
internal static class KinText
{
    /// <summary>The lines; none where nothing follows.</summary>
    public static IEnumerable<string> Lines(Kin kin)
    {
        ArgumentNullException.ThrowIfNull(kin);
        if (kin.Calls.IsEmpty)
        {
            yield break;
        }

        var groups = kin.Calls.GroupBy(call => Beside(call), call => Name(call.Row), StringComparer.Ordinal)
            .Select(group => (Beside: group.Key, Names: string.Join(", ", group.Distinct(StringComparer.Ordinal))));
        yield return $"allowed beside what was recorded, since they reach nothing new (kin {KinTable.Version}; --exact leaves them out): "
            + string.Join("; ", groups.OrderBy(group => group.Beside != "any call").ThenBy(group => group.Beside, StringComparer.Ordinal).Select(group => $"{group.Names} beside {group.Beside}"));
        if (kin.Names.FirstOrDefault(name => name is "vfork" or "clone" && kin.Calls.Any(call => call.Name == name && !call.From.Contains(KinRow.AnyCall))) is { } makesChildren)
        {
            yield return $"{makesChildren} was not seen: where its child is refused something else, a program that tries until its child succeeds may do so for ever ('ctrace rehearse' shows it)";
        }
    }

    /// <summary>One a line, below a heading: the call, what it follows from, and of which programs. Empty where there is none.</summary>
    public static string Table(IReadOnlyCollection<KinCall> calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        return calls.Count == 0 ? "" : string.Concat(TextTable.Lines([["NOT RECORDED, ALLOWED", "BESIDE", "OF"], .. calls.Select(call => (string[])[Name(call.Row), Beside(call), Printable.Escape(string.Join(", ", call.Callers))])]).Select(line => $"{line}\n"));
    }

    /// <summary>A call with its condition: <c>sendto with argument 4 = 0</c>.</summary>
    public static string Name(KinRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Condition.IsEmpty ? row.Name : $"{row.Name} with {string.Join(" and ", row.Condition.Select(Argument))}";
    }

    /// <summary>What it follows from: <c>openat and write</c>.</summary>
    public static string Beside(KinCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call.From.Contains(KinRow.AnyCall) ? "any call" : string.Join(", ", call.From.Select(name => name == KinRow.Forks ? "its children" : name));
    }

    private static string Argument(SeccompArgument argument) => argument.Operator == SeccompOperator.MaskedEqual
        ? $"argument {argument.Index} & 0x{argument.Value:x} = 0x{argument.ValueTwo:x}"
        : $"argument {argument.Index} = {argument.Value}";
}
