using System.Collections.Immutable;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>What a call was seen to be given, beside what a profile says of the call's arguments.</summary>
internal static class SeenArguments
{
    /// <summary>
    /// What a profile that allows a call with some arguments would have to allow in addition: as much of what was seen as its own rules
    /// look at. Empty when it allows that already, has no condition on the call, or looks at what is not recorded.
    /// </summary>
    public static ImmutableArray<SeccompArgument> Beyond(CallRuling ruling, CallArguments given)
    {
        var recorded = DecidingArgument.Of(given.Syscall.Name);
        if (ruling.Verdict != CallVerdict.ForbiddenUnless || recorded.Length != given.Values.Length || recorded.IsEmpty)
        {
            return [];
        }

        var values = recorded.Zip(given.Values).ToDictionary(each => each.First.Index, each => (each.First.Mask, Value: each.Second));
        var conditions = ruling.Rules.SelectMany(rule => rule).ToList();
        return conditions.Any(condition => !values.ContainsKey(condition.Argument))
            || ruling.Rules.Any(rule => rule.All(condition => condition.Holds(values[condition.Argument].Value)))
            ? []
            : [.. from condition in conditions
                  group condition.Mask by condition.Argument into masks
                  orderby masks.Key
                  let mask = masks.Aggregate((one, other) => one | other) & values[masks.Key].Mask
                  where mask != 0
                  select new SeccompArgument(masks.Key, SeccompOperator.MaskedEqual, mask, values[masks.Key].Value & mask)];
    }
}
