using Ctrace.Core.Decoding.Capture;
using Ctrace.Core.Decoding.Filters;
using Ctrace.Core.Linux;

namespace Ctrace.Probes;

/// <summary>What the kernel side is to do with each call that a filter wants.</summary>
internal static class CallPlans
{
    /// <summary>The plans by counter.</summary>
    /// <param name="filter">Which calls are wanted.</param>
    /// <param name="stringLimit">The most bytes to copy of a string or a buffer.</param>
    public static IReadOnlyDictionary<int, CallPlanLayout> Of(CallFilter filter, int stringLimit)
    {
        var plans = new Dictionary<int, CallPlanLayout>();
        foreach (var architecture in CallIndex.Architectures)
        {
            foreach (var number in filter.Numbers(architecture))
            {
                if (CallIndex.Of(architecture, number) is { } index)
                {
                    plans[index] = Plan(architecture, number, stringLimit);
                }
            }
        }

        if (filter.IncludesUnknown)
        {
            // A number that no table has is wanted as well: it has nothing to copy.
            foreach (var index in Enumerable.Range(0, Contract.COUNTERS).Where(index => !CallIndex.IsNamed(index)))
            {
                plans[index] = new CallPlanLayout { Wanted = 1 };
            }
        }

        return plans;
    }

    /// <summary>The numbers, without their ABI, that any of the plans is for.</summary>
    /// <param name="plans">The plans by counter.</param>
    /// <param name="unknown">Whether numbers that have no counter are wanted: those from <see cref="Contract.COMPAT_BASE"/> up.</param>
    public static CallSettingsLayout.NumbersArray Numbers(IEnumerable<int> plans, bool unknown)
    {
        var numbers = new CallSettingsLayout.NumbersArray();
        foreach (var index in plans)
        {
            numbers[index < Contract.COMPAT_BASE ? index : index < Contract.X32_BASE ? index - Contract.COMPAT_BASE : index - Contract.X32_BASE] = 1;
        }

        if (unknown)
        {
            numbers[Contract.COMPAT_BASE..].Fill(1);
        }

        return numbers;
    }

    private static CallPlanLayout Plan(Architecture architecture, int number, int stringLimit)
    {
        var plan = new CallPlanLayout { Wanted = 1, Replaces = Syscalls.Name(architecture, number) is "execve" or "execveat" ? 1u : 0 };
        var at = 0;
        foreach (var step in CapturePlan.Of(architecture, number, stringLimit))
        {
            plan.Steps[at++] = new CaptureStepLayout(step.Argument, (byte)step.Phase, (byte)step.Kind, step.Other, step.Size, step.Limit);
        }

        return plan;
    }
}
