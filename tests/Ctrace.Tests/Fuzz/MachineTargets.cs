using System.Buffers.Binary;
using System.Text;
using Ctrace.Cgroups;
using Ctrace.Core.Decoding;
using Ctrace.Core.Decoding.Filters;
using Ctrace.Core.Linux;
using Ctrace.Engines.Docker;
using Ctrace.Probes;
using Ctrace.Tests.Engines.Docker;
using Ctrace.Views;
using Xunit;

namespace Ctrace.Tests.Fuzz;

/// <summary>What the engine answers, what the kernel's files say, and what comes out of the rings.</summary>
internal static class MachineTargets
{
    private const string Id = Samples.Id;

    private const string Event = $$$"""{"Type":"container","Action":"start","Actor":{"ID":"{{{Id}}}","Attributes":{"name":"a","ctrace.tracefile":"x"}},"timeNano":1700000000000000000}""";

    public static IEnumerable<FuzzTarget> All(FakeEngine engine) =>
    [
        new("engine's answer", FuzzTarget.Texts(Http.Json(Samples.Container), Http.Json(Samples.List), Http.Json(Samples.Version), Http.EventsHead
                + Encoding.UTF8.GetString(Http.Chunk(Event)) + Encoding.UTF8.GetString(Http.Chunk(Event + Event)) + "0\r\n\r\n"),
            FuzzTarget.Texts("\r\n", "Transfer-Encoding: chunked\r\n", "Content-Length: 99999999999\r\n", "HTTP/1.1 500 x\r\n", "ffffffffffffffff\r\n", "-1\r\n", "0\r\n\r\n", "{", "}", "\0", ": "),
            bytes => Ask(engine, bytes).GetAwaiter().GetResult(), 300),
        new("event", FuzzTarget.Texts(Event), FuzzTarget.Texts("null", "[]", "{}", "\"Action\":", "1e400", "-1", "\\u0000", "\\ud800", "exec_start: "),
            bytes => ReadEvent(bytes), 3000),
        new("cgroup files", FuzzTarget.Texts("36 25 0:31 / /sys/fs/cgroup rw - cgroup2 none rw\n37 25 0:32 / /sys/fs/cgroup/pids rw shared:1 - cgroup cgroup rw,pids\n4:pids:/a\n0::/a\n"),
            FuzzTarget.Texts(" - ", "cgroup2", "pids,", "\\040", ":", "::", "4294967296:", "\n"), ReadLayout, 3000),
        new("cgroup path", FuzzTarget.Texts($"/docker/{Id}", $"/system.slice/docker-{Id}.scope/init", $"/kubepods/burstable/pod1/{Id}"),
            FuzzTarget.Texts(Id, ".scope", "libpod-conmon-", "docker-", "/", "..", "\0"), ReadPath, 5000),
        new("call in the ring", [Calls(0, 0), Calls(1, 257), Calls(2, 9), Calls(4, 59)], [[0xff, 0xff, 0xff, 0xff], new byte[8], [1, 0, 1, 0], [0, 1, 2, 0]], ReadCall, 6000),
        new("capability check in the ring", [Check(0, ""), Check(21, "/usr/bin/chown\0"), Check(45, "a\e[31m\0")], [[0xff, 0xff, 0xff, 0xff], [63], [64], "\e[31m"u8.ToArray()], ReadCheck, 4000),
    ];

    private static async Task<string> Ask(FakeEngine fake, byte[] raw)
    {
        foreach (var path in new[] { "/_ping", "/version", "/containers/json", "/containers/x/json", "/events" })
        {
            fake.Answer(path, (stream, cancellation) => stream.WriteAsync(raw, cancellation).AsTask());
        }

        using var engine = new DockerEngine(fake.Endpoint);
        var said = new List<string>
        {
            await Said(async () => $"{(await engine.InspectAsync("x", CancellationToken.None)).State}"),
            await Said(async () => $"{(await engine.ListAsync(null, CancellationToken.None)).Count}"),
            await Said(async () => $"{(await engine.GetVersionAsync(CancellationToken.None)) is not null}"),
            await Said(async () =>
            {
                await using var stream = await engine.OpenEventsAsync(null, CancellationToken.None);
                var events = 0;
                await foreach (var reading in stream.ReadAsync(CancellationToken.None))
                {
                    events++;
                }

                return $"{events}";
            }),
        };
        return string.Join(' ', said);
    }

    private static async Task<string> Said(Func<Task<string>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Core.CtraceException refusal)
        {
            return $"{refusal.Kind}";
        }
    }

    private static string ReadEvent(byte[] bytes)
    {
        try
        {
            return ContainerEvent.Read(bytes) is { } read ? $"{read.Action} {read.Name.Length > 0}" : "other";
        }
        catch (System.Text.Json.JsonException refusal)
        {
            // EventStream tells these and goes on.
            return refusal.GetType().Name;
        }
    }

    private static string ReadLayout(byte[] bytes)
    {
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        return CgroupLayout.Read(lines, lines).Name;
    }

    private static string ReadPath(byte[] bytes)
    {
        var path = Encoding.UTF8.GetString(bytes);
        if (CgroupName.ContainerPath(path) is not { } found)
        {
            return "none";
        }

        Assert.StartsWith(found, path, StringComparison.Ordinal);
        return found.Length == path.Length ? "whole" : "below";
    }

    // An entry and an exit of one thread, as bpf/abi/strace.h lays them out.
    private static byte[] Calls(byte kind, int number)
    {
        var record = new byte[88 + 24];
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(32), number);
        (record[36], record[37], record[38]) = (0, kind, 0);
        (record[88], record[89], record[90]) = (1, 0, 1);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(92), 8);
        "/etc/x\0\0"u8.CopyTo(record.AsSpan(104));
        return record;
    }

    // As bpf/abi/capabilities.h lays it out, with the length of the path that is behind it.
    private static byte[] Check(byte capability, string path)
    {
        byte[] record = [.. new byte[120], .. Encoding.UTF8.GetBytes(path)];
        (record[36], record[38]) = ((byte)path.Length, capability);
        return record;
    }

    private static string ReadCall(byte[] bytes)
    {
        if (!CallEvent.TryRead(bytes, out var read))
        {
            return "refused";
        }

        Assert.True(read.Memory.Sum(copy => copy.Bytes.Length) <= bytes.Length);
        var lines = new List<string>();
        foreach (var isJson in new[] { false, true })
        {
            var join = new CallJoin(true, new CallViewOptions(CallFilter.Parse(["all"], Architecture.X86_64), new FormatOptions(), true, false, isJson, 1), number => $"{number}", lines.Add);
            join.Add(read);
            join.Add(read with { Kind = CallEventKind.Exit });
            join.Finish();
        }

        Assert.All(lines, line => Assert.True(line.All(letter => letter is >= ' ' and < '\x7f'), line));
        return $"{read.Kind} {read.Architecture} {read.Number} {lines.Count}";
    }

    private static string ReadCheck(byte[] bytes)
    {
        if (!CapabilityEvent.TryRead(bytes, out var check))
        {
            return "refused";
        }

        var line = CapabilityColumn.Line(CapabilityColumn.All, check);
        Assert.DoesNotContain(line, letter => char.IsControl(letter) && letter != '\t');
        return $"{check.Capability} {CapabilityJson.Line(check).Contains('\n', StringComparison.Ordinal)}";
    }
}
