namespace Ctrace.Core.Traces;

/// <summary>A kind of socket that was made.</summary>
/// <param name="Family">The address family, as <see cref="Linux.Sockets"/> names it.</param>
/// <param name="Type">The socket's type, likewise.</param>
public readonly record struct NetworkUse(string Family, string Type) : IComparable<NetworkUse>
{
    /// <summary>Orders by family, then by type, ordinally.</summary>
    public int CompareTo(NetworkUse other)
    {
        var byFamily = string.CompareOrdinal(Family, other.Family);
        return byFamily != 0 ? byFamily : string.CompareOrdinal(Type, other.Type);
    }
}
