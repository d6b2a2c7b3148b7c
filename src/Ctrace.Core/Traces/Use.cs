namespace Ctrace.Core.Traces;

/// <summary>That someone used something.</summary>
/// <param name="Name">A call, or a capability's name.</param>
/// <param name="Caller">The program that made the call or used the capability.</param>
public readonly record struct Use<TName>(TName Name, Caller Caller) : IComparable<Use<TName>>
    where TName : notnull
{
    /// <summary>Orders by name (text ordinally), then by caller.</summary>
    public int CompareTo(Use<TName> other)
    {
        var byName = Name is string name ? string.CompareOrdinal(name, other.Name as string) : Comparer<TName>.Default.Compare(Name, other.Name);
        return byName != 0 ? byName : Caller.CompareTo(other.Caller);
    }
}
