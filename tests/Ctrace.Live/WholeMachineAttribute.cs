using Xunit.v3;

namespace Ctrace.Live;

/// <summary>
/// Tests of what is seen of the whole machine, such as how many slots are in use: nobody else may start containers meanwhile.
/// <c>./build live</c> runs them alone, and all others beside each other, with engines of their own.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class WholeMachineAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("machine", "whole")];
}
