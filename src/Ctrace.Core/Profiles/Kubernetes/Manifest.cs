using Ctrace.Core.Traces;
using Ctrace.Core.Yaml;

namespace Ctrace.Core.Profiles.Kubernetes;

/// <summary>A manifest of any number of documents, one of whose containers is restricted. Comments and layout stay.</summary>
internal static class Manifest
{
    /// <summary>The version since which there is a field for all that a patch writes: appArmorProfile (Kubernetes 1.30, CHANGELOG-1.30.md).</summary>
    public static Version Newest { get; } = new(1, 30);

    /// <summary>The version since which there is a field for a seccomp profile (Kubernetes 1.19, CHANGELOG-1.19.md).</summary>
    public static Version Oldest { get; } = new(1, 19);

    /// <summary>Restricts a container.</summary>
    /// <param name="text">The manifest's text.</param>
    /// <param name="shown">Its name, for messages.</param>
    /// <param name="workload">The name of the object that has the container; null where there is one only.</param>
    /// <param name="container">The container's name; null where there is one only.</param>
    /// <param name="trace">What was recorded, as <see cref="SecurityContext.Possible"/> gives it.</param>
    /// <param name="profile">The profile's path below the kubelet's seccomp directory.</param>
    /// <param name="target">The oldest version of Kubernetes that it is for: old annotations become those fields that it has. Null for <see cref="Newest"/>.</param>
    /// <exception cref="CtraceException">Data: there is no such container, or more than one, or it cannot be edited.</exception>
    public static string Patch(string text, string shown, string? workload, string? container, Trace trace, string profile, Version? target = null) =>
        Patch(text, shown, workload, container, SecurityContext.Patch(trace, profile), target);

    /// <summary>Has a container watched: its capabilities stay.</summary>
    /// <inheritdoc cref="Patch(string, string, string?, string?, Trace, string, Version?)" path="/param" />
    /// <inheritdoc cref="Patch(string, string, string?, string?, Trace, string, Version?)" path="/exception" />
    public static string PatchAudit(string text, string shown, string? workload, string? container, string profile, Version? target = null) =>
        Patch(text, shown, workload, container, SecurityContext.Audit(profile), target);

    private static string Patch(string text, string shown, string? workload, string? container, YamlValue context, Version? target)
    {
        var one = Find(text, shown, workload, container);
        Check(one.Workload, one.Container, one.List, shown);
        var annotations = new PodAnnotations(one.Workload, target ?? Newest, shown);
        var fields = context.Entries.Select(entry => (Holder: one.Container, entry.Key, entry.Value)).Concat(annotations.Fields(one.Container));
        var patch = new YamlPatch(text, shown);
        foreach (var holder in fields.GroupBy(field => field.Holder).ToList())
        {
            patch.Merge(holder.Key, YamlValue.Map([(SecurityContext.Key, YamlValue.Map(holder.Select(field => (field.Key, field.Value))))]));
        }

        annotations.RemoveFrom(patch);
        return patch.Apply();
    }

    /// <summary>The container that is meant.</summary>
    /// <exception cref="CtraceException">Data: there is no such container, or more than one.</exception>
    internal static (Workload Workload, YamlNode Container, YamlNode List) Find(string text, string shown, string? workload, string? container)
    {
        var workloads = YamlReader.Read(text, shown).SelectMany(document => Workload.In(document, shown)).ToList();
        if (workloads.Count == 0)
        {
            throw new CtraceException(FailureKind.Data, $"{shown} is no manifest of a workload: it has no Pod, Deployment, CronJob or the like");
        }

        var candidates = Named(workloads, workload, each => each.Name, shown, "workload", "--workload")
            .SelectMany(each => each.Containers.Select(place => (Workload: each, place.Container, place.List))).ToList();
        var found = Named(candidates, container, each => each.Container["name"]?.Text ?? "", shown, "container", "--container");
        return found is [var one] ? one : throw new CtraceException(FailureKind.Data, $"{shown} has {found.Count} containers that may be meant",
            $"choose with --workload and --container: {string.Join(", ", found.Select(each => $"{each.Workload.Name}/{each.Container["name"]?.Text}"))}");
    }

    /// <summary>Those of a name, or all when none is wanted.</summary>
    private static IReadOnlyList<T> Named<T>(IReadOnlyList<T> all, string? name, Func<T, string> nameOf, string shown, string what, string option)
    {
        var found = name is null ? all : [.. all.Where(each => nameOf(each) == name)];
        if (found.Count > 0)
        {
            return found;
        }

        var names = all.Select(nameOf).Distinct().ToList();
        throw new CtraceException(FailureKind.Data, name is null ? $"{shown} has no {what}" : $"{shown} has no {what} '{name}'",
            name is not null && Spelling.ClosestName(name, names) is { } closest ? $"did you mean {option} {closest}?" : $"it has {string.Join(", ", names)}");
    }

    private static void Check(Workload workload, YamlNode container, YamlNode list, string shown)
    {
        if (workload.Path.Append(list).FirstOrDefault(node => node.Anchor is not null) is { } shared)
        {
            throw new CtraceException(FailureKind.Data, $"{shown}:{shared.Line}: what has the anchor &{shared.Anchor} may stand elsewhere too, and would change there",
                "write it out where it is to differ");
        }

        if (container[SecurityContext.Key]?["privileged"] is { Text: not "false" } privileged)
        {
            throw new CtraceException(FailureKind.Data, $"{shown}:{privileged.Line}: the container is privileged, so that nothing restricts it",
                "take privileged away, and record it again");
        }

        if ((container["<<"] ?? container[SecurityContext.Key]?["<<"]) is { } merged)
        {
            throw new CtraceException(FailureKind.Data, $"{shown}:{merged.Line}: the container takes something over from elsewhere (<<)", "write it out");
        }
    }
}
