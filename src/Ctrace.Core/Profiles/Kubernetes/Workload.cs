using Ctrace.Core.Yaml;

namespace Ctrace.Core.Profiles.Kubernetes;

/// <summary>An object of a manifest that makes pods.</summary>
/// <param name="Kind">Its kind: Deployment.</param>
/// <param name="Name">Its name.</param>
/// <param name="Path">All nodes from the document down to the pod's specification, which is the last.</param>
internal sealed record Workload(string Kind, string Name, IReadOnlyList<YamlNode> Path)
{
    private static readonly string[] Lists = ["containers", "initContainers", "ephemeralContainers"];

    /// <summary>Its containers, each with the nodes that lead to it.</summary>
    public IEnumerable<(YamlNode Container, YamlNode List)> Containers => Lists.Select(list => Path[^1][list])
        .OfType<YamlNode>().SelectMany(list => list.Items.Select(container => (container, list)));

    /// <summary>Those of a document; of a List, all in it.</summary>
    /// <exception cref="CtraceException">Data: it has something else where its containers belong.</exception>
    public static IEnumerable<Workload> In(YamlNode document, string shown)
    {
        if (document["kind"]?.Text.EndsWith("List", StringComparison.Ordinal) == true && document["items"] is { } items)
        {
            return items.Items.SelectMany(item => In(item, shown)).Select(workload => workload with { Path = [document, items, .. workload.Path] });
        }

        var kind = document["kind"]?.Text ?? "";
        return PodOf(kind) is { } keys && Follow(document, keys, kind, shown) is { } path ? [new Workload(kind, document["metadata"]?["name"]?.Text ?? "", path)] : [];
    }

    /// <summary>Where a kind has its pod's specification (Kubernetes API, core/v1, apps/v1, batch/v1).</summary>
    private static string[]? PodOf(string kind) => kind switch
    {
        "Pod" => ["spec"],
        "PodTemplate" => ["template", "spec"],
        "Deployment" or "ReplicaSet" or "StatefulSet" or "DaemonSet" or "Job" or "ReplicationController" => ["spec", "template", "spec"],
        "CronJob" => ["spec", "jobTemplate", "spec", "template", "spec"],
        _ => null,
    };

    private static List<YamlNode>? Follow(YamlNode from, string[] keys, string kind, string shown)
    {
        var path = new List<YamlNode> { from };
        foreach (var key in keys)
        {
            if (path[^1][key] is not { } next)
            {
                return null;
            }

            if (next.Kind is YamlKind.Scalar or YamlKind.Sequence && !next.IsNull)
            {
                throw new CtraceException(FailureKind.Data, $"{shown}:{next.Line}: '{key}' is no mapping, and a {kind} has its containers in it", "is it indented as it should be?");
            }

            path.Add(next);
        }

        return path;
    }
}
