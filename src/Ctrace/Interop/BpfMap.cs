using System.Runtime.InteropServices;
using Ctrace.Core;
using Ctrace.Core.Linux;

namespace Ctrace.Interop;

/// <summary>A map in the kernel. It lives as long as the object that it came from.</summary>
/// <param name="Name">Its name in the object.</param>
/// <param name="Descriptor">Its file descriptor.</param>
/// <param name="KeySize">Bytes a key; 0 for a queue.</param>
/// <param name="ValueSize">Bytes a value.</param>
/// <param name="Entries">How many it can hold.</param>
internal readonly unsafe record struct BpfMap(string Name, int Descriptor, uint KeySize, uint ValueSize, uint Entries)
{
    /// <summary>Sets or replaces an entry.</summary>
    public void Set<TKey, TValue>(TKey key, TValue value)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        Require(sizeof(TKey), sizeof(TValue));
        Check(Libbpf.bpf_map_update_elem(Descriptor, &key, &value, 0));
    }

    /// <summary>Adds an entry; false when the key is there already.</summary>
    public bool TryAdd<TKey, TValue>(TKey key, TValue value)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        const ulong BPF_NOEXIST = 1;
        Require(sizeof(TKey), sizeof(TValue));
        var result = Libbpf.bpf_map_update_elem(Descriptor, &key, &value, BPF_NOEXIST);
        return result == 0 || (result == -Errno.EEXIST ? false : throw Failure(result));
    }

    /// <summary>Looks an entry up.</summary>
    public bool TryGet<TKey, TValue>(TKey key, out TValue value)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        Require(sizeof(TKey), sizeof(TValue));
        TValue found;
        var result = Libbpf.bpf_map_lookup_elem(Descriptor, &key, &found);
        value = result == 0 ? found : default;
        return Found(result);
    }

    /// <summary>Removes an entry, if it is there.</summary>
    public bool Remove<TKey>(TKey key)
        where TKey : unmanaged
    {
        Require(sizeof(TKey), (int)ValueSize);
        return Found(Libbpf.bpf_map_delete_elem(Descriptor, &key));
    }

    /// <summary>Puts a value into a queue.</summary>
    public void Push<TValue>(TValue value)
        where TValue : unmanaged
    {
        Require(0, sizeof(TValue));
        Check(Libbpf.bpf_map_update_elem(Descriptor, null, &value, 0));
    }

    /// <summary>Takes the oldest value out of a queue.</summary>
    public bool TryPop<TValue>(out TValue value)
        where TValue : unmanaged
    {
        Require(0, sizeof(TValue));
        TValue found;
        var result = Libbpf.bpf_map_lookup_and_delete_elem(Descriptor, null, &found);
        value = result == 0 ? found : default;
        return Found(result);
    }

    /// <summary>All entries of a hash, as they are while it changes. An entry can be missed only if it is removed meanwhile.</summary>
    public List<KeyValuePair<TKey, TValue>> All<TKey, TValue>()
        where TKey : unmanaged
        where TValue : unmanaged
    {
        Require(sizeof(TKey), sizeof(TValue));
        var entries = new List<KeyValuePair<TKey, TValue>>();
        TKey key, next;
        // When the key has gone, the kernel starts over: the bound ends a walk that removals keep sending back.
        for (TKey* at = null; entries.Count < 2 * Entries && Libbpf.bpf_map_get_next_key(Descriptor, at, &next) == 0; at = &key)
        {
            key = next;
            TValue value;
            if (Libbpf.bpf_map_lookup_elem(Descriptor, &key, &value) == 0)
            {
                entries.Add(new(key, value));
            }
        }

        return entries;
    }

    private bool Found(int result) => result == 0 || (result == -Errno.ENOENT ? false : throw Failure(result));

    private void Check(int result)
    {
        if (result != 0)
        {
            throw Failure(result);
        }
    }

    private CtraceException Failure(int result) =>
        new(FailureKind.Unavailable, $"the kernel's map {Name} failed: {Marshal.GetPInvokeErrorMessage(-result)}");

    private void Require(int key, int value)
    {
        if (key != KeySize || value != ValueSize)
        {
            throw new InvalidOperationException($"map {Name} has keys of {KeySize} and values of {ValueSize} bytes, not {key} and {value}");
        }
    }
}
