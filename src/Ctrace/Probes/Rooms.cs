namespace Ctrace.Probes;

/// <summary>
/// How the room in hash maps that all slots share is shared out (bpf/lib/slots.h, take_room): half of each map in equal parts, of which each
/// slot is sure; half as a pool, of which whoever has more may borrow up to a quarter.
/// </summary>
internal static class Rooms
{
    /// <summary>The maps, with how many entries each has in all.</summary>
    private static IEnumerable<(int Room, string Map, int Entries)> Maps(ProbeOptions options) =>
    [
        (Contract.ROOM_EXECUTABLES, "executables", 32768 >> options.RoomHalvings),
        (Contract.ROOM_OUTCOMES, "outcomes", 131072 >> options.RoomHalvings),
        (Contract.ROOM_FIRST_USES, "first_uses", 262144 >> options.RoomHalvings),
        (Contract.ROOM_ARGUMENTS, "arguments", options.ArgumentEntries),
        (Contract.ROOM_USES, "uses", 131072 >> options.RoomHalvings),
        (Contract.ROOM_DIRECTORIES, "directories", 131072 >> options.RoomHalvings),
        (Contract.ROOM_LOOKS, "looks", 16384 >> options.RoomHalvings),
    ];

    /// <summary>How many entries some of the maps have in all.</summary>
    public static IEnumerable<(string Map, uint Count)> Entries(ProbeOptions options, params IEnumerable<string> maps) =>
        Maps(options).IntersectBy(maps, map => map.Map).Select(map => (map.Map, (uint)map.Entries));

    /// <summary>What each slot is sure of, and what all can borrow.</summary>
    public static (RoomCounts Share, RoomCounts Pool) Of(ProbeOptions options)
    {
        var (share, pool) = (default(RoomCounts), default(RoomCounts));
        foreach (var (room, _, entries) in Maps(options))
        {
            share[room] = (uint)(entries / 2 / options.Slots);
            pool[room] = (uint)(entries - (share[room] * options.Slots));
        }

        return (share, pool);
    }
}
