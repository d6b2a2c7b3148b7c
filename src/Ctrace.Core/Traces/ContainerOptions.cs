namespace Ctrace.Core.Traces;

/// <summary>
/// How the recorded containers were started, as far as it changes what they do: a restriction is made for a container that
/// is started the same way. What only some of the recordings say is not taken over.
/// </summary>
/// <param name="NoNewPrivileges">Whether all ran with no-new-privileges.</param>
/// <param name="User">The user that all were started as; null when none was given, or not the same.</param>
internal sealed record ContainerOptions(bool NoNewPrivileges, string? User)
{
    /// <summary>What a trace's facts say.</summary>
    public static ContainerOptions Of(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var user = Only(trace, Fact.User);
        return new ContainerOptions(Only(trace, Fact.NoNewPrivileges) == "true", user is not null && IsUser(user) ? user : null);
    }

    private static string? Only(Trace trace, string key) =>
        trace.Values(key).Where(value => value != Fact.Any).ToList() is [{ Length: > 0 } value] ? value : null;

    // NAME_OR_UID[:GROUP_OR_GID]. The tracefile is not trusted, and the text ends on a command line.
    private static bool IsUser(string text) =>
        text[0] != '-' && text.Length <= 256 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '$' or ':' or '@' or '\\' or '+');
}
