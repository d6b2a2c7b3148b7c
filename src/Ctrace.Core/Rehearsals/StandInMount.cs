namespace Ctrace.Core.Rehearsals;

/// <summary>A mount that the user asks for.</summary>
/// <param name="Kind">What is mounted.</param>
/// <param name="Source">The volume's name, or the path on the machine; of a new volume empty.</param>
/// <param name="Target">Where, in the container.</param>
/// <param name="ReadOnly">Whether the container may not write to it.</param>
/// <param name="MustExist">Whether a path that is not there is an error; else the engine makes a directory.</param>
internal sealed record StandInMount(MountOrigin Kind, string Source, string Target, bool ReadOnly, bool MustExist)
{
    /// <summary>Reads a value of <c>--volume</c>: <c>[SOURCE:]TARGET[:OPTIONS]</c>.</summary>
    /// <exception cref="CtraceException">Usage: it is none.</exception>
    public static StandInMount OfVolume(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var mount = value.Any(char.IsControl) ? throw Unread("--volume", value) : value.Split(':') switch
        {
            [var target] => new StandInMount(MountOrigin.New, "", target, false, false),
            [var source, var target] => Of(source, target, ""),
            [var source, var target, var options] => Of(source, target, options),
            _ => throw Unread("--volume", value),
        };
        return mount.Checked("--volume", value);
    }

    /// <summary>A volume that an image asks for, by its path alone: whatever it looks like, the engine reads nothing else out of it.</summary>
    /// <exception cref="CtraceException">Usage: it is no path that could be written on a command line.</exception>
    public static StandInMount OfImage(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new StandInMount(MountOrigin.New, "", target, false, false).Checked("the image's volume", target);
    }

    /// <summary>Reads a value of <c>--mount</c>: <c>type=bind,source=/a,target=/b,readonly</c>; null for a tmpfs, which is the container's own.</summary>
    /// <exception cref="CtraceException">Usage: it is none, or of a type or with an option that a stand-in cannot have.</exception>
    public static StandInMount? OfMount(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var (type, mount) = ("volume", new StandInMount(MountOrigin.New, "", "", false, true));
        // The client reads one line of comma-separated values, in which quotes mean something.
        foreach (var field in value.Any(letter => letter == '"' || char.IsControl(letter)) ? throw Unread("--mount", value) : value.Split(','))
        {
            var equals = field.IndexOf('=', StringComparison.Ordinal);
            var (key, given) = equals < 0 ? (field.Trim(), "true") : (field[..equals].Trim(), field[(equals + 1)..].Trim());
            (type, mount) = key switch
            {
                "type" => (given, mount),
                "source" or "src" => (type, mount with { Source = given }),
                "target" or "dst" or "destination" => (type, mount with { Target = given }),
                "readonly" or "ro" => (type, mount with { ReadOnly = given is not ("false" or "0") }),
                "bind-propagation" or "consistency" or "volume-nocopy" or "volume-label" or "tmpfs-size" or "tmpfs-mode" or "bind-nonrecursive" or "bind-recursive" => (type, mount),
                _ => throw new CtraceException(FailureKind.Usage, $"a stand-in cannot have --mount {value}: nothing is known of '{key}'", "leave it out"),
            };
        }

        return type switch
        {
            "tmpfs" => null,
            "bind" => (mount with { Kind = MountOrigin.Bind }).Checked("--mount", value),
            "volume" => (mount with { Kind = mount.Source.Length > 0 ? MountOrigin.Volume : MountOrigin.New }).Checked("--mount", value),
            _ => throw new CtraceException(FailureKind.Usage, $"a stand-in cannot have --mount {value}: nothing is known of mounts of type {type}", "leave it out"),
        };
    }

    private static StandInMount Of(string source, string target, string options) => new(
        source is ['/' or '.', ..] ? MountOrigin.Bind : MountOrigin.Volume, source, target, options.Split(',').Contains("ro"), false);

    // The target is written into a list between commas.
    private StandInMount Checked(string option, string value) =>
        Target is ['/', ..] && !Target.Any(letter => letter is ',' or '"' || char.IsControl(letter)) && (Kind == MountOrigin.New || Source.Length > 0) ? this : throw Unread(option, value);

    private static CtraceException Unread(string option, string value) =>
        new(FailureKind.Usage, $"cannot read {option} {value}", "write SOURCE:TARGET, without commas and quotes in the paths");
}

/// <summary>What a container has mounted at a place.</summary>
internal enum MountOrigin
{
    /// <summary>A volume that nobody has named.</summary>
    New,

    /// <summary>A volume of the engine's, by name.</summary>
    Volume,

    /// <summary>A file or a directory of the machine's.</summary>
    Bind,
}
